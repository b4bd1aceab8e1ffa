"""What Stripe's events state. The table is the project's; no SDK is needed to read JSON.

One event drives each fact, all others about the same payment only enrich the record:
`charge.succeeded` and `payment_intent.succeeded` tell of one payment, for example.
"""

from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.adapters.stripe.account import OWN_ACCOUNT
from orderloom.adapters.stripe.account_events import ACCOUNT_EVENTS, account_fact
from orderloom.adapters.stripe.checkout_events import PAGE_EVENTS, page_details
from orderloom.adapters.stripe.dispute_events import DISPUTE_EVENTS, dispute_details
from orderloom.adapters.stripe.payment_events import (
    CHARGE_EVENTS,
    INTENT_EVENTS,
    payment_details,
)
from orderloom.adapters.stripe.refunds import REFUND_EVENTS, refund_details
from orderloom.adapters.stripe.review_events import REVIEW_EVENTS, review_details
from orderloom.domain.facts import (
    AnyMoneyFact,
    ConnectionFact,
    DisputeFact,
    EventSource,
    PaymentFact,
    PaymentOutcome,
    RefundFact,
)
from orderloom.domain.inbound import InboundEvent
from orderloom.ports.event_reader import EventReader


class StripeReader(EventReader):
    """Snapshot events of any API version: only fields that never changed are read."""

    def read(self, event: InboundEvent) -> AnyMoneyFact | ConnectionFact | None:
        payload = read.parsed(event)
        event_type = read.text(payload, "type")
        if event_type not in _KNOWN | ACCOUNT_EVENTS:
            return None
        source = _source(event, payload, event_type)
        if event_type in ACCOUNT_EVENTS:
            return account_fact(payload, source)
        return _money_fact(event, payload, source)


def _money_fact(event: InboundEvent, payload: Fields, source: EventSource) -> AnyMoneyFact | None:
    event_type = source.event_type
    subject = read.child(read.child(payload, "data"), "object")
    own = event_type in INTENT_EVENTS or event_type in PAGE_EVENTS
    id_field = "id" if own else "payment_intent"
    if id_field == "payment_intent" and subject.get(id_field) is None:
        return None  # a charge made without an intent: nothing of ours
    common: dict[str, Any] = {
        "source": source,
        "intent_id": read.object_id(subject, id_field),
        "order_hint": _order_hint(subject, event.tenant_id),
        # Events of connected accounts name theirs.
        "account": read.optional_text(payload, "account") or OWN_ACCOUNT,
        "livemode": _livemode(payload),
    }
    if event_type in REFUND_EVENTS:
        return RefundFact(**common, undecided=_undecided(subject), **refund_details(subject))
    if event_type in PAGE_EVENTS:
        return PaymentFact(**common, **page_details(event_type, subject))
    if event_type in DISPUTE_EVENTS | REVIEW_EVENTS:
        doubts = review_details if event_type in REVIEW_EVENTS else dispute_details
        details = doubts(event_type, subject)
        return DisputeFact(**common, undecided=_undecided(subject), **details)
    return PaymentFact(**common, **payment_details(event_type, subject, source.occurred_at))


_KNOWN = frozenset(
    {
        *(*INTENT_EVENTS, *CHARGE_EVENTS, *REFUND_EVENTS),
        *(*DISPUTE_EVENTS, *REVIEW_EVENTS, *PAGE_EVENTS),
    }
)

_SAID_TWICE = frozenset({"charge.refund.updated"})
NEEDED_EVENTS = (_KNOWN - _SAID_TWICE) - {
    name
    for table in (INTENT_EVENTS, CHARGE_EVENTS)
    for name, outcome in table.items()
    if outcome is PaymentOutcome.NOTED
}
"""What an account must be subscribed to: the events that drive a fact, of which no other tells."""


def _source(event: InboundEvent, payload: Fields, event_type: str) -> EventSource:
    return EventSource(
        provider=event.provider,
        event_id=event.event_id,
        event_type=event_type,
        occurred_at=read.epoch_seconds(payload, "created"),
        replayed=event.replayed,
        swept=event.swept is not None,
    )


def _livemode(payload: Fields) -> bool | None:
    told = payload.get("livemode")
    return told if isinstance(told, bool) else None


def _order_hint(subject: Fields, tenant_id: str) -> str | None:
    """None as well where the metadata names another tenant.

    Two tenants may share a Stripe account; each is then told of the other's payments too.
    """
    metadata = read.child(subject, "metadata")
    named_tenant = read.optional_text(metadata, "tenant_id")
    if named_tenant not in (None, tenant_id):
        return None
    return read.optional_text(metadata, "order_id")


def _undecided(subject: Fields) -> bool:
    """Refunds and disputes have metadata of their own: the payment's order is not shown."""
    return read.optional_text(read.child(subject, "metadata"), "tenant_id") is None
