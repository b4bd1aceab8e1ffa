"""Rates, labels and tracking through DHL Express's MyDHL API.

A label cannot be voided there: one that is never handed over is never billed. Nor is it found
again: DHL tells by our reference what became of a parcel, but hands its label out once.
"""

from collections.abc import Callable
from urllib.parse import quote

import requests

from orderloom.adapters.dhl import answers, documents
from orderloom.adapters.dhl.http import PROVIDER, DhlAccount, dhl_http
from orderloom.errors import ProviderUnavailable, Unsupported
from orderloom.ports.carrier import Carrier, Label, Rate, Scan, Shipment

_EVENTS = "trackingView=all-checkpoints&levelOfDetail=shipment&requestGMTOffsetPerEvent=true"


class DhlCarrier(Carrier):
    """One merchant's account."""

    name = PROVIDER

    def __init__(
        self,
        account: DhlAccount,
        *,
        base_url: str = "https://express.api.dhl.com/mydhlapi",
        before_each: Callable[[str], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self._account = account
        self._http = dhl_http(account, base_url=base_url, before_each=before_each, session=session)

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
        body = documents.rates_request(shipment, self._account)
        answer = self._http.json("rates", "POST", "/rates", body)
        with self._http.understanding("rates"):
            return answers.read_rates(answer)

    def find_label(self, operation_key: str) -> Label | None:  # noqa: ARG002
        raise Unsupported(PROVIDER, "find label")

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        body = documents.label_request(shipment, rate, self._account)
        named = {"Message-Reference": documents.message_reference(shipment)}
        answer = self._http.json("buy label", "POST", "/shipments", body, headers=named)
        with self._http.understanding("buy label"):
            return answers.read_label(answer, shipment, rate)

    def document(self, label: Label) -> bytes:
        if label.document is None:
            raise ProviderUnavailable(PROVIDER, "label document", "it came with the purchase only")
        return label.document

    def void(self, label_id: str) -> None:  # noqa: ARG002
        raise Unsupported(PROVIDER, "void label")

    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:  # noqa: ARG002
        path = f"/shipments/{quote(tracking_number, safe='')}/tracking?{_EVENTS}"
        answer = self._http.json_or_none("track", path)
        if answer is None:
            return ()
        with self._http.understanding("track"):
            return answers.read_scans(answer)
