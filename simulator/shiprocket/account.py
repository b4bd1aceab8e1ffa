"""All that Shiprocket knows about one API user."""

from dataclasses import dataclass, field

from simulator.json_types import JsonObject
from simulator.shiprocket.couriers import Courier
from simulator.shiprocket.errors import ShiprocketError

NEW, AWB_ASSIGNED, CANCELLED, CANCELLATION_REQUESTED = 1, 2, 8, 16


@dataclass
class Order:
    """An order with its one shipment; `status` is the shipment's code."""

    id: int
    shipment_id: int
    asked: JsonObject
    status: int = NEW
    awb: str = ""
    courier: Courier | None = None
    paise: int = 0
    scans: list[JsonObject] = field(default_factory=list)

    @property
    def is_cancelled(self) -> bool:
        return self.status in (CANCELLED, CANCELLATION_REQUESTED)


@dataclass(frozen=True)
class Webhook:
    """As set up in the panel; the key is sent along with every event."""

    url: str
    key: str


@dataclass
class ShiprocketAccount:
    """One API user; its first log-in settles the password. Tokens are kept with their expiry."""

    email: str
    password: str
    tokens: dict[str, float] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)
    """By shipment id. Nothing keeps the merchant's own order ids unique."""
    webhook: Webhook | None = None
    slow_couriers: bool = False
    """Numbers are assigned later, after an answer that only promises one."""
    balance_paise: int = 10_000_000

    def order(self, shipment_id: object) -> Order:
        found = self.orders.get(shipment_id) if isinstance(shipment_id, int) else None
        if found is None:
            raise ShiprocketError("Invalid shipment id")
        return found

    def order_by_awb(self, awb: object) -> Order | None:
        return next((one for one in self.orders.values() if one.awb and one.awb == awb), None)
