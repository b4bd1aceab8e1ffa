"""All that ShipStation knows about one account."""

from dataclasses import dataclass, field

from simulator.call_meter import CallMeter
from simulator.json_types import JsonObject
from simulator.shipstation.carriers import Service
from simulator.shipstation.errors import not_found


@dataclass
class StoredShipment:
    """A shipment with its weight in grams; `moment` is when it was created."""

    id: str
    document: JsonObject
    grams: int
    moment: float

    @property
    def external_id(self) -> str | None:
        return self.document.get("external_shipment_id")


@dataclass(frozen=True)
class Rate:
    """An offer; `cents` is the price in minor units. A label bought outright has an empty id."""

    id: str
    shipment_id: str
    service: Service
    cents: int


@dataclass
class Label:
    """A bought label. `scans` are the carrier's, in the order they were reported."""

    id: str
    shipment: StoredShipment
    service: Service
    rate_id: str | None
    cents: int
    tracking_number: str
    download_token: str
    base_url: str
    created_at: float
    layout: str
    voided_at: float | None = None
    scans: list[JsonObject] = field(default_factory=list)


@dataclass
class ShipStationAccount:
    """One account, opened by the first use of its API key; `calls` are those made with it."""

    key: str
    calls: CallMeter = field(default_factory=CallMeter)
    shipments: dict[str, StoredShipment] = field(default_factory=dict)
    rates: dict[str, Rate] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    webhooks: dict[str, JsonObject] = field(default_factory=dict)
    refused_voids: int = 0

    def shipment(self, shipment_id: str) -> StoredShipment:
        found = self.shipments.get(shipment_id)
        if found is None:
            raise not_found("Shipment", shipment_id)
        return found

    def shipment_by_external_id(self, external_id: str) -> StoredShipment:
        """The newest shipment with that id: ShipStation does not keep external ids unique."""
        for shipment in reversed(self.shipments.values()):
            if shipment.external_id == external_id:
                return shipment
        raise not_found("Shipment", external_id)

    def label(self, label_id: str) -> Label:
        found = self.labels.get(label_id)
        if found is None:
            raise not_found("Label", label_id)
        return found

    def webhook(self, webhook_id: str) -> JsonObject:
        found = self.webhooks.get(webhook_id)
        if found is None:
            raise not_found("Webhook", webhook_id)
        return found
