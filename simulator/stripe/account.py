"""All that Stripe knows about one merchant account."""

from dataclasses import dataclass, field

from simulator.json_types import JsonObject
from simulator.stripe.cards import Card
from simulator.stripe.errors import missing
from simulator.stripe.idempotency import IdempotencyStore


@dataclass
class StripeAccount:
    """One account; `key` is the secret key that opened it. Collections keep creation order."""

    key: str
    customers: dict[str, JsonObject] = field(default_factory=dict)
    intents: dict[str, JsonObject] = field(default_factory=dict)
    charges: dict[str, JsonObject] = field(default_factory=dict)
    refunds: dict[str, JsonObject] = field(default_factory=dict)
    disputes: dict[str, JsonObject] = field(default_factory=dict)
    events: dict[str, JsonObject] = field(default_factory=dict)
    endpoints: dict[str, JsonObject] = field(default_factory=dict)
    endpoint_secrets: dict[str, str] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    idempotency: IdempotencyStore = field(default_factory=IdempotencyStore)

    def customer(self, object_id: str, param: str | None = None) -> JsonObject:
        return _find(self.customers, "customer", object_id, param)

    def intent(self, object_id: str, param: str | None = None) -> JsonObject:
        return _find(self.intents, "payment_intent", object_id, param)

    def charge(self, object_id: str, param: str | None = None) -> JsonObject:
        return _find(self.charges, "charge", object_id, param)

    def refund(self, object_id: str) -> JsonObject:
        return _find(self.refunds, "refund", object_id, None)

    def dispute(self, object_id: str) -> JsonObject:
        return _find(self.disputes, "dispute", object_id, None)

    def event(self, object_id: str) -> JsonObject:
        return _find(self.events, "event", object_id, None)

    def endpoint(self, object_id: str) -> JsonObject:
        return _find(self.endpoints, "webhook endpoint", object_id, None)


def _find(shelf: dict[str, JsonObject], kind: str, object_id: str, param: str | None) -> JsonObject:
    found = shelf.get(object_id)
    if found is None:
        raise missing(kind, object_id, param or "id", in_path=param is None)
    return found
