"""Rates, labels and tracking through FedEx's REST API.

A purchase has no idempotency key there, and a label is not found by our reference: one whose
answer was lost is looked for by a person, by the order's id on the label and in FedEx's reports.
"""

from collections.abc import Callable

import requests

from orderloom.adapters.fedex import answers, documents
from orderloom.adapters.fedex.http import PROVIDER, FedexAccount, fedex_http
from orderloom.errors import (
    CredentialsRejected,
    ProviderRefused,
    ProviderUnavailable,
    Unsupported,
)
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.carrier import Carrier, Label, Rate, Scan, Shipment
from orderloom.ports.clock import Clock

_NOT_FOUND = "TRACKING.TRACKINGNUMBER.NOTFOUND"


class FedexCarrier(Carrier):
    """One merchant's account."""

    name = PROVIDER

    def __init__(
        self,
        account: FedexAccount,
        tokens: AccessTokens,
        clock: Clock,
        *,
        base_url: str = "https://apis.fedex.com",
        before_each: Callable[[str], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self._account = account
        self._http = fedex_http(
            account, tokens, clock, base_url=base_url, before_each=before_each, session=session
        )

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
        body = documents.rates_request(shipment, self._account)
        answer = self._http.json("rates", "POST", "/rate/v1/rates/quotes", body)
        with self._http.understanding("rates"):
            return answers.read_rates(answer, shipment.ship_at.date())

    def find_label(self, operation_key: str) -> Label | None:  # noqa: ARG002
        raise Unsupported(PROVIDER, "find label")

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        body = documents.label_request(shipment, rate, self._account)
        named = {"x-customer-transaction-id": shipment.operation_key}
        answer = self._http.json("buy label", "POST", "/ship/v1/shipments", body, headers=named)
        with self._http.understanding("buy label"):
            return answers.read_label(answer, shipment, rate)

    def document(self, label: Label) -> bytes:
        if label.document is None:
            raise ProviderUnavailable(PROVIDER, "label document", "it came with the purchase only")
        return label.document

    def void(self, label_id: str) -> None:
        body = documents.cancel_request(label_id, self._account)
        try:
            answer = self._http.json("void label", "PUT", "/ship/v1/shipments/cancel", body)
        except CredentialsRejected:
            raise
        except ProviderRefused:
            # It may be void already (an answer of ours got lost).
            if not answers.is_cancelled(self.track(label_id, label_id)):
                raise
            return
        if not (answer.get("output") or {}).get("cancelledShipment"):
            raise ProviderRefused(
                PROVIDER, "void label", "not_cancelled", f"{label_id} stays valid"
            )

    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:  # noqa: ARG002
        body = documents.track_request(tracking_number)
        answer = self._http.json("track", "POST", "/track/v1/trackingnumbers", body)
        try:
            with self._http.understanding("track"):
                return answers.read_scans(answer)
        except answers.UnknownNumberError as exc:
            if exc.code == _NOT_FOUND:
                return ()
            if "UNAVAILABLE" in exc.code or "INTERNAL" in exc.code:
                raise ProviderUnavailable(PROVIDER, "track", exc.code) from exc
            raise ProviderRefused(PROVIDER, "track", exc.code, "of this number") from exc
