"""All that Razorpay knows about one merchant account."""

from dataclasses import dataclass, field
from typing import Any

from simulator.json_types import JsonObject
from simulator.razorpay.errors import unknown_id


@dataclass(frozen=True)
class Webhook:
    """Where events go, set up in the dashboard; the merchant chooses the secret."""

    webhook_id: str
    url: str
    secret: str
    events: frozenset[str]
    active: bool = True


@dataclass
class RazorpayAccount:
    """One account, by its key id; its first call settles the key's secret."""

    key_id: str
    key_secret: str
    account_id: str
    orders: dict[str, JsonObject] = field(default_factory=dict)
    capturing: dict[str, bool] = field(default_factory=dict)
    """By order: whether what is authorised is captured at once."""
    links: dict[str, JsonObject] = field(default_factory=dict)
    payments: dict[str, JsonObject] = field(default_factory=dict)
    refunds: dict[str, JsonObject] = field(default_factory=dict)
    disputes: dict[str, JsonObject] = field(default_factory=dict)
    settlements: dict[str, JsonObject] = field(default_factory=dict)
    settled: dict[str, JsonObject] = field(default_factory=dict)
    """Lines of settlements, by the object each is about."""
    refund_keys: dict[str, tuple[Any, JsonObject | None]] = field(default_factory=dict)
    """By idempotency key: what was asked, and the answer once there is one."""
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    shows_webhooks: bool = True
    """Whether its API lists its webhooks, which is documented for partners' accounts only."""
    slow_refunds: bool = False
    """Refunds stay pending until told otherwise."""

    def order(self, object_id: str) -> JsonObject:
        return _find(self.orders, object_id)

    def link(self, object_id: str) -> JsonObject:
        return _find(self.links, object_id)

    def payment(self, object_id: str) -> JsonObject:
        return _find(self.payments, object_id)

    def refund(self, object_id: str) -> JsonObject:
        return _find(self.refunds, object_id)

    def dispute(self, object_id: str) -> JsonObject:
        return _find(self.disputes, object_id)

    def settlement(self, object_id: str) -> JsonObject:
        return _find(self.settlements, object_id)

    def payments_of(self, order_id: str) -> list[JsonObject]:
        return [p for p in self.payments.values() if p["order_id"] == order_id]

    def refunds_of(self, payment_id: str) -> list[JsonObject]:
        return [r for r in self.refunds.values() if r["payment_id"] == payment_id]


def _find(shelf: dict[str, JsonObject], object_id: str) -> JsonObject:
    found = shelf.get(object_id)
    if found is None:
        raise unknown_id()
    return found
