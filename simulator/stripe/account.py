"""All that Stripe knows about one merchant account."""

from dataclasses import dataclass, field

from simulator.json_types import JsonObject
from simulator.stripe.cards import Card
from simulator.stripe.errors import missing
from simulator.stripe.idempotency import IdempotencyStore


@dataclass(frozen=True)
class EndpointSecret:
    """`until`: when a rolled secret stops signing, in seconds since the epoch."""

    secret: str
    until: float | None = None


@dataclass
class StripeAccount:
    """One account; `key` is the secret key that opened it. Collections keep creation order.

    `account_id` and `platform`: of a connected account, which the platform's key acts for.
    """

    key: str
    account_id: str | None = None
    platform: "StripeAccount | None" = None
    deauthorised: bool = False
    customers: dict[str, JsonObject] = field(default_factory=dict)
    intents: dict[str, JsonObject] = field(default_factory=dict)
    sessions: dict[str, JsonObject] = field(default_factory=dict)
    behind_pages: dict[str, JsonObject] = field(default_factory=dict)
    """By session: what the intent its page makes is to have."""
    charges: dict[str, JsonObject] = field(default_factory=dict)
    refunds: dict[str, JsonObject] = field(default_factory=dict)
    balance_transactions: dict[str, JsonObject] = field(default_factory=dict)
    disputes: dict[str, JsonObject] = field(default_factory=dict)
    payouts: dict[str, JsonObject] = field(default_factory=dict)
    paid_with: dict[str, str] = field(default_factory=dict)
    """By balance transaction: the payout it went into."""
    events: dict[str, JsonObject] = field(default_factory=dict)
    endpoints: dict[str, JsonObject] = field(default_factory=dict)
    endpoint_secrets: dict[str, list[EndpointSecret]] = field(default_factory=dict)
    """By endpoint, the current one first."""
    connect_endpoints: set[str] = field(default_factory=set)
    """Those that hear of connected accounts instead of this one."""
    cards: dict[str, Card] = field(default_factory=dict)
    idempotency: IdempotencyStore = field(default_factory=IdempotencyStore)

    def signers(self, endpoint_id: str, moment: float) -> list[str]:
        """The secrets that sign what an endpoint is sent at `moment`."""
        known = self.endpoint_secrets.get(endpoint_id, [])
        return [each.secret for each in known if each.until is None or moment < each.until]

    def customer(self, object_id: str, param: str | None = None) -> JsonObject:
        return _find(self.customers, "customer", object_id, param)

    def intent(self, object_id: str, param: str | None = None) -> JsonObject:
        return _find(self.intents, "payment_intent", object_id, param)

    def session(self, object_id: str) -> JsonObject:
        return _find(self.sessions, "checkout.session", object_id, None)

    def charge(self, object_id: str, param: str | None = None) -> JsonObject:
        return _find(self.charges, "charge", object_id, param)

    def refund(self, object_id: str) -> JsonObject:
        return _find(self.refunds, "refund", object_id, None)

    def dispute(self, object_id: str) -> JsonObject:
        return _find(self.disputes, "dispute", object_id, None)

    def payout(self, object_id: str) -> JsonObject:
        return _find(self.payouts, "payout", object_id, None)

    def event(self, object_id: str) -> JsonObject:
        return _find(self.events, "event", object_id, None)

    def endpoint(self, object_id: str) -> JsonObject:
        return _find(self.endpoints, "webhook endpoint", object_id, None)


def _find(shelf: dict[str, JsonObject], kind: str, object_id: str, param: str | None) -> JsonObject:
    found = shelf.get(object_id)
    if found is None:
        raise missing(kind, object_id, param or "id", in_path=param is None)
    return found
