"""Rates, labels and tracking through USPS v3, inside the United States.

A purchase carries an idempotency key made of its operation: repeated with the same payload, it
answers with the label there is.
"""

from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID, uuid5

import requests

from orderloom.adapters.usps import addresses, documents
from orderloom.adapters.usps.http import PROVIDER, UspsAccount, usps_http
from orderloom.errors import ProviderRefused, ProviderUnavailable, Unsupported
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.carrier import Carrier, Label, Rate, Scan, Shipment
from orderloom.ports.clock import Clock

_OPERATIONS = UUID("6f2b1c52-33a5-4c69-9a9e-0d6f6f0a2f11")
"""The namespace of our operation keys; never change it."""

_WITH_IMAGE = {"Accept": "application/vnd.usps.labels+json"}


class UspsCarrier(Carrier):
    """One merchant's account."""

    name = PROVIDER
    one_parcel_a_label = True
    repeats_safely = True

    def __init__(
        self,
        account: UspsAccount,
        tokens: AccessTokens,
        clock: Clock,
        *,
        base_url: str = "https://apis.usps.com",
        before_each: Callable[[str], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        http = usps_http(
            account, tokens, clock, base_url=base_url, before_each=before_each, session=session
        )
        self._http = http.plain
        self._labels = http.labels

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
        if not (addresses.is_served(shipment.ship_from) and addresses.is_served(shipment.ship_to)):
            return ()
        body = documents.rates_request(shipment)
        answer = self._http.json("rates", "POST", "/shipments/v3/options/search", body)
        with self._http.understanding("rates"):
            return documents.read_rates(answer)

    def find_label(self, operation_key: str) -> Label | None:  # noqa: ARG002
        """Its reprint would count against the three a label has: buying again is the way."""
        raise Unsupported(PROVIDER, "find label")

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        body = documents.label_request(shipment, rate)
        key = str(uuid5(_OPERATIONS, shipment.operation_key))
        headers = {**_WITH_IMAGE, "X-Idempotency-Key": key}
        answer = self._labels.json("buy label", "POST", "/labels/v3/label", body, headers=headers)
        with self._labels.understanding("buy label"):
            return documents.read_label(answer, rate)

    def document(self, label: Label) -> bytes:
        if label.document is None:
            raise ProviderUnavailable(PROVIDER, "label document", "it came with the purchase only")
        return label.document

    def void(self, label_id: str) -> None:
        """A label whose postage is on its way to a manifest is only disputed: a person waits."""
        path = f"/labels/v3/label/{quote(label_id, safe='')}"
        answer = self._labels.json("void label", "DELETE", path)
        status = str(answer.get("status"))
        if status == "DISPUTED":
            dispute = answer.get("disputeId")
            raise ProviderRefused(PROVIDER, "void label", status, f"refund asked as {dispute}")
        if status != "CANCELED":
            raise ProviderUnavailable(PROVIDER, "void label", f"answered {status[:20]}")

    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:  # noqa: ARG002
        path = f"/tracking/v3/tracking/{quote(tracking_number, safe='')}?expand=DETAIL"
        answer = self._http.json_or_none("track", path)
        if answer is None:
            return ()
        with self._http.understanding("track"):
            return documents.read_scans(answer)
