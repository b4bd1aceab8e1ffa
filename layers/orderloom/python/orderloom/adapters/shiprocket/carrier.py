"""Rates, labels and tracking through Shiprocket.

A purchase is a chain: an order, a courier's number for its shipment, a document. Nothing there is
idempotent, so each step is looked up before it is done: our operation key is the order's id.
"""

from collections.abc import Callable
from urllib.parse import quote, urlencode

import requests

from orderloom.adapters.money import to_minor_units
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.shiprocket import documents, order_documents
from orderloom.adapters.shiprocket.documents import CURRENCY, ChannelOrder
from orderloom.adapters.shiprocket.http import (
    PROVIDER,
    ShiprocketAccount,
    accepted,
    number,
    shiprocket_http,
)
from orderloom.errors import (
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    ShipmentUnfit,
)
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.carrier import Carrier, Label, LabelFormat, Rate, Scan, Shipment
from orderloom.ports.clock import Clock

_NOTHING_YET = "no activities"
_INDIA = "IN"


class ShiprocketCarrier(Carrier):
    """One merchant's account.

    A label's id is `<shipment id>:<courier's number>`: documents go by the first, cancellations
    by the second.
    """

    name = PROVIDER
    one_parcel_a_label = True

    def __init__(
        self,
        account: ShiprocketAccount,
        tokens: AccessTokens,
        clock: Clock,
        *,
        base_url: str = "https://apiv2.shiprocket.in/v1/external",
        before_each: Callable[[str], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self._account = account
        self._http = shiprocket_http(
            account, tokens, clock, base_url=base_url, before_each=before_each, session=session
        )

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
        countries = {shipment.ship_from.country, shipment.ship_to.country}
        if countries != {_INDIA} or shipment.currency != CURRENCY:
            return ()
        if shipment.label_format is not LabelFormat.PDF:
            raise ShipmentUnfit(PROVIDER, "label_format", "only PDF")
        query = urlencode(order_documents.serviceability_query(shipment))
        answer = self._http.json_or_none("rates", f"/courier/serviceability/?{query}")
        if answer is None or number(answer.get("status")) == requests.codes.not_found:
            return ()
        with self._http.understanding("rates"):
            return documents.read_rates(accepted("rates", answer))

    def find_label(self, operation_key: str) -> Label | None:
        order = self._find(operation_key)
        return self._bought_before(order) if order is not None and order.awb else None

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        """Goes on where an earlier try ended; a number assigned then stays, at its own price."""
        order = self._find(shipment.operation_key) or self._make(shipment)
        if order.awb:
            try:
                return self._bought_before(order)
            except (RateLimited, ProviderRefused) as exc:
                # There is a label, which either would deny.
                raise ProviderUnavailable(PROVIDER, "buy label", str(exc)) from exc
        body = {"shipment_id": int(order.shipment_id), "courier_id": int(rate.rate_id)}
        answer = self._post("assign courier", "/courier/assign/awb", body)
        with self._http.understanding("assign courier"):
            awb = documents.read_assigned(answer)
        if not awb:
            raise ProviderUnavailable(PROVIDER, "assign courier", "is still being assigned")
        return _label(order.shipment_id, awb, rate.carrier, rate.service, rate.amount)

    def document(self, label: Label) -> bytes:
        """Made on asking, and again on asking again."""
        shipment_id, _ = _parts(label.label_id)
        body = {"shipment_id": [int(shipment_id)]}
        answer = self._post("make label", "/courier/generate/label", body)
        with self._http.understanding("make label"):
            url = str(answer["label_url"])
        return self._http.download("label document", url, magic=b"%PDF-")

    def void(self, label_id: str) -> None:
        """Cancelling takes its time there: what was asked for already is not asked for again."""
        shipment_id, awb = _parts(label_id)
        if self._is_cancelled(shipment_id):
            return
        self._post("void label", "/orders/cancel/shipment/awbs", {"awbs": [awb]})
        if not self._is_cancelled(shipment_id):
            raise ProviderUnavailable(PROVIDER, "void label", "is still being cancelled")

    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:  # noqa: ARG002
        path = f"/courier/track/awb/{quote(tracking_number, safe='')}"
        answer = self._http.json_or_none("track", path)
        if answer is None:
            return ()
        with self._http.understanding("track"):
            data = answer["tracking_data"]
            if number(data["track_status"]):
                return documents.read_scans(answer)
        if _NOTHING_YET in str(data.get("error") or "").lower():
            return ()
        raise ProviderRefused(PROVIDER, "track", "track_status_0", "no tracking for this number")

    def _find(self, operation_key: str) -> ChannelOrder | None:
        """One with a courier's number before one without, should there ever be two."""
        query = urlencode({"search": order_documents.order_key(operation_key), "per_page": 50})
        answer = self._http.json("find order", "GET", f"/orders?{query}")
        with self._http.understanding("find order"):
            orders = documents.read_orders(answer, operation_key)
            return max(orders, key=lambda order: bool(order.awb), default=None)

    def _make(self, shipment: Shipment) -> ChannelOrder:
        body = order_documents.order_document(
            shipment,
            pickup_location=self._account.pickup_location,
            email=self._account.email,
        )
        answer = self._post("make order", "/orders/create/adhoc", body)
        with self._http.understanding("make order"):
            return documents.read_made_order(answer)

    def _bought_before(self, order: ChannelOrder) -> Label:
        data = self._shipment(order.shipment_id)["data"]
        with self._http.understanding("find label"):
            name = str(data.get("courier") or PROVIDER)
            cost = to_minor_units(data["cost"], CURRENCY)
            return _label(order.shipment_id, order.awb, documents.carrier_code(name), name, cost)

    def _is_cancelled(self, shipment_id: str) -> bool:
        with self._http.understanding("read shipment"):
            return documents.is_cancelled(self._shipment(shipment_id))

    def _shipment(self, shipment_id: str) -> Answer:
        path = f"/shipments/{quote(shipment_id, safe='')}"
        answer = self._http.json("read shipment", "GET", path)
        with self._http.understanding("read shipment"):
            return {"data": dict(answer["data"])}

    def _post(self, operation: str, path: str, body: object) -> Answer:
        return accepted(operation, self._http.json(operation, "POST", path, body))


def _label(shipment_id: str, awb: str, carrier: str, service: str, cost: int) -> Label:
    return Label(
        label_id=f"{shipment_id}:{awb}",
        tracking_number=awb,
        carrier=carrier,
        service=service,
        cost=cost,
        currency=CURRENCY,
    )


def _parts(label_id: str) -> tuple[str, str]:
    shipment_id, _, awb = label_id.partition(":")
    return shipment_id, awb
