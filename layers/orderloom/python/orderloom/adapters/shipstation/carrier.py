"""Rates and labels through ShipStation v2.

A purchase has no idempotency key there: the shipment's `external_shipment_id` is the name a
label is found by, before a purchase and after one whose outcome is unknown.
"""

from collections.abc import Callable, Sequence
from urllib.parse import quote

import requests

from orderloom.adapters.carrier_means import Told
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.shipstation import documents
from orderloom.adapters.shipstation.http import PROVIDER, is_limited, shipstation_http
from orderloom.errors import ProviderRefused, ProviderUnavailable, RateLimited
from orderloom.ports.carrier import Carrier, Label, Rate, Scan, Shipment

_MAGIC = (b"%PDF-", b"\x89PNG", b"^XA")


class ShipStationCarrier(Carrier):
    """One tenant's account.

    Without `carrier_ids` every carrier is asked that is connected there; `told` keeps which.
    """

    name = PROVIDER

    def __init__(
        self,
        *,
        api_key: str,
        carrier_ids: Sequence[str] = (),
        told: Told,
        account: str = PROVIDER,
        base_url: str = "https://api.shipstation.com/v2",
        before_each: Callable[[str], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self._http = shipstation_http(
            api_key=api_key, base_url=base_url, before_each=before_each, session=session
        )
        self._carrier_ids = tuple(carrier_ids)
        self._account, self._told = account, told

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
        answer = self._rated(shipment)
        with self._http.understanding("rates"):
            response = answer["rate_response"]
            offers = documents.read_rates(response["rates"], shipment.currency)
            limited = not offers and is_limited(response.get("errors") or [])
        if limited:
            raise RateLimited(PROVIDER, "rates", "of a carrier behind it")
        if not offers and response.get("status") == "working":
            raise ProviderUnavailable(PROVIDER, "rates", "carriers have not answered yet")
        return offers

    def find_label(self, operation_key: str) -> Label | None:
        name = quote(documents.external_id(operation_key), safe="")
        path = f"/labels/external_shipment_id/{name}?label_download_type=inline"
        answer = self._http.json_or_none("find label", path)
        if answer is None or documents.is_void(answer) or answer.get("status") == "error":
            return None
        return self._label("find label", answer)

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        """An unknown outcome is looked up once; still unknown, it is the caller's to look up."""
        path = f"/labels/rates/{quote(rate.rate_id, safe='')}"
        wanted = {
            "label_format": shipment.label_format.value,
            "label_layout": "4x6",
            # With its paper: fetching it is another of the account's 200 calls a minute.
            "label_download_type": "inline",
        }
        try:
            return self._label("buy label", self._http.json("buy label", "POST", path, wanted))
        except RateLimited:
            raise
        except ProviderUnavailable as lost:
            try:
                label = self.find_label(shipment.operation_key)
            except (ProviderUnavailable, ProviderRefused):
                # Of the look only: the purchase's outcome is as unknown as before.
                raise lost from None
            if label is None:
                raise
            return label

    def document(self, label: Label) -> bytes:
        if label.document is not None:
            return label.document
        url = label.document_url or self._document_url(label.label_id)
        return self._http.download("label document", url, magic=_MAGIC)

    def void(self, label_id: str) -> None:
        path = f"/labels/{quote(label_id, safe='')}"
        answer = self._http.json("void label", "PUT", f"{path}/void")
        if answer.get("approved") is True:
            return
        # Refused with status 200. It may be void already (an answer of ours got lost).
        if documents.is_void(self._http.json("read label", "GET", path)):
            return
        reason = str(answer.get("reason_code") or "not_approved")
        raise ProviderRefused(PROVIDER, "void label", reason, f"label {label_id} stays valid")

    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:  # noqa: ARG002
        path = f"/labels/{quote(label_id, safe='')}/track"
        answer = self._http.json("track", "GET", path)
        with self._http.understanding("track"):
            return documents.read_scans(answer)

    def _rated(self, shipment: Shipment) -> Answer:
        known = self._carrier_ids or self._told.get(self._account)
        try:
            return self._rate(shipment, known or self._connected_carriers())
        except ProviderRefused:
            if not known or self._carrier_ids:
                raise
            # A carrier may have been disconnected there meanwhile.
            connected = self._connected_carriers()
            if connected == known:
                raise
            return self._rate(shipment, connected)

    def _rate(self, shipment: Shipment, carrier_ids: tuple[str, ...]) -> Answer:
        document = documents.shipment_document(shipment)
        options = {
            "carrier_ids": list(carrier_ids),
            "preferred_currency": shipment.currency.lower(),
        }
        try:
            return self._http.json(
                "rates", "POST", "/rates", {"shipment": document, "rate_options": options}
            )
        except ProviderRefused as exc:
            if exc.code != "identifier_conflict":
                raise
        # Rated before under this name: the same shipment is asked about again.
        name = quote(document["external_shipment_id"], safe="")
        known = self._http.json("find shipment", "GET", f"/shipments/external_shipment_id/{name}")
        body = {"shipment_id": known.get("shipment_id"), "rate_options": options}
        return self._http.json("rates", "POST", "/rates", body)

    def _connected_carriers(self) -> tuple[str, ...]:
        answer = self._http.json("list carriers", "GET", "/carriers")
        with self._http.understanding("list carriers"):
            found = tuple(str(carrier["carrier_id"]) for carrier in answer["carriers"])
        self._told.put(self._account, found)
        return found

    def _document_url(self, label_id: str) -> str:
        """Of a label whose paper, as it came with it, could not be read."""
        path = f"/labels/{quote(label_id, safe='')}"
        return self._label("read label", self._http.json("read label", "GET", path)).document_url

    def _label(self, operation: str, answer: Answer) -> Label:
        status = answer.get("status")
        if status == "error":
            raise ProviderRefused(PROVIDER, operation, "label_error", "no label was made")
        if status == "processing":
            raise ProviderUnavailable(PROVIDER, operation, "label is still being made")
        with self._http.understanding(operation):
            return documents.read_label(answer)
