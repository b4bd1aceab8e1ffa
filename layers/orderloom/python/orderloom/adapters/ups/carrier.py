"""Rates, labels and tracking through UPS's REST API.

A purchase has no idempotency key there, but carries our reference, by which its label can be
recovered.
"""

from collections.abc import Callable, Mapping
from urllib.parse import quote

import requests

from orderloom.adapters.provider_http import Answer
from orderloom.adapters.ups import answers, documents, tracking
from orderloom.adapters.ups.http import PROVIDER, UpsAccount, ups_http
from orderloom.errors import CredentialsRejected, ProviderRefused, ProviderUnavailable, Unsupported
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.carrier import Carrier, Label, Rate, Scan, Shipment
from orderloom.ports.clock import Clock

_NOT_FOUND = "TW0001"
_SOURCE = "orderloom"


class UpsCarrier(Carrier):
    """One merchant's account."""

    name = PROVIDER

    def __init__(
        self,
        account: UpsAccount,
        tokens: AccessTokens,
        clock: Clock,
        *,
        base_url: str = "https://onlinetools.ups.com",
        before_each: Callable[[str], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self._account = account
        self._clock = clock
        self._http = ups_http(
            account, tokens, clock, base_url=base_url, before_each=before_each, session=session
        )

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
        body = documents.rates_request(shipment, self._account)
        path = "/api/rating/v2409/Shop?additionalinfo=timeintransit"
        answer = self._http.json("rates", "POST", path, body)
        with self._http.understanding("rates"):
            return answers.read_rates(answer)

    def find_label(self, operation_key: str) -> Label | None:
        """UPS does not publish how it says that there is none: any refusal leaves it open."""
        body = documents.recovery_request(self._account, operation_key=operation_key)
        try:
            answer = self._recover("find label", body)
        except CredentialsRejected:
            raise
        except ProviderRefused as exc:
            raise Unsupported(PROVIDER, "find label") from exc
        with self._http.understanding("find label"):
            return answers.read_recovered(answer)

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        body = documents.label_request(shipment, rate, self._account)
        answer = self._http.json("buy label", "POST", "/api/shipments/v2409/ship", body)
        with self._http.understanding("buy label"):
            return answers.read_label(answer, shipment, rate)

    def document(self, label: Label) -> bytes:
        if label.document is not None:
            return label.document
        body = documents.recovery_request(self._account, number=label.tracking_number)
        answer = self._recover("label document", body)
        with self._http.understanding("label document"):
            recovered = answers.recovered_document(answer)
        if recovered is None:
            raise ProviderUnavailable(PROVIDER, "label document", "no such document")
        return recovered

    def void(self, label_id: str) -> None:
        path = f"/api/shipments/v2409/void/cancel/{quote(label_id, safe='')}"
        try:
            answer = self._http.json("void label", "DELETE", path)
        except CredentialsRejected:
            raise
        except ProviderRefused:
            # It may be void already (an answer of ours got lost).
            if not self._tells_void(label_id):
                raise
            return
        with self._http.understanding("void label"):
            voided = answers.is_voided(answer)
        if not voided:
            raise ProviderRefused(PROVIDER, "void label", "not_voided", f"{label_id} stays valid")

    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:  # noqa: ARG002
        answer = self._way(tracking_number)
        try:
            with self._http.understanding("track"):
                return tracking.read_scans(answer, tracking_number) if answer else ()
        except tracking.UnknownNumberError as exc:
            if exc.code == _NOT_FOUND:
                return ()
            raise ProviderRefused(PROVIDER, "track", exc.code, "of this number") from exc

    def _tells_void(self, label_id: str) -> bool:
        answer = self._way(label_id)
        try:
            with self._http.understanding("track"):
                return answer is not None and tracking.tells_void(answer, label_id)
        except tracking.UnknownNumberError:
            return False

    def _way(self, number: str) -> Answer | None:
        path = f"/api/track/v1/details/{quote(number, safe='')}"
        return self._http.json_or_none("track", path, headers=self._transaction())

    def _recover(self, operation: str, body: Answer) -> Answer:
        return self._http.json(operation, "POST", "/api/labels/v2409/recovery", body)

    def _transaction(self) -> Mapping[str, str]:
        """Tracking is not answered without; the moment is unique enough for UPS's logs."""
        moment = self._clock.now().strftime("%Y%m%d%H%M%S%f")
        return {"transId": moment, "transactionSrc": _SOURCE}
