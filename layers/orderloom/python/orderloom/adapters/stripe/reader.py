"""What Stripe's events state. The table is the project's; no SDK is needed to read JSON.

One event drives each fact, all others about the same payment only enrich the record:
`charge.succeeded` and `payment_intent.succeeded` tell of one payment, for example.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.adapters.stripe.account import OWN_ACCOUNT
from orderloom.adapters.stripe.amounts import money
from orderloom.adapters.stripe.checkout_events import PAGE_EVENTS, page_details
from orderloom.adapters.stripe.dispute_events import DISPUTE_EVENTS, dispute_details
from orderloom.adapters.stripe.refunds import OPERATION, REFUND_STATES
from orderloom.adapters.stripe.review_events import REVIEW_EVENTS, review_details
from orderloom.domain.facts import (
    AnyMoneyFact,
    DisputeFact,
    EventSource,
    PaymentFact,
    PaymentOutcome,
    RefundFact,
)
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.money import RefundState
from orderloom.ports.event_reader import EventReader

_INTENT_EVENTS = {
    "payment_intent.succeeded": PaymentOutcome.CAPTURED,
    "payment_intent.payment_failed": PaymentOutcome.ATTEMPT_FAILED,
    "payment_intent.canceled": PaymentOutcome.VOIDED,
    "payment_intent.created": PaymentOutcome.NOTED,
    "payment_intent.processing": PaymentOutcome.NOTED,
    "payment_intent.requires_action": PaymentOutcome.NOTED,
    "payment_intent.partially_funded": PaymentOutcome.NOTED,
    "payment_intent.amount_capturable_updated": PaymentOutcome.AUTHORISED,
}
# Charges, refunds and disputes name their intent in `payment_intent`.
_MONEY_EVENTS = {
    "charge.refunded": PaymentOutcome.REFUNDED,
    "charge.expired": PaymentOutcome.VOIDED,
    **dict.fromkeys(
        (
            "charge.succeeded",
            "charge.pending",
            "charge.failed",
            "charge.captured",
            "charge.updated",
        ),
        PaymentOutcome.NOTED,
    ),
}
# The older name of an event is still sent beside the newer.
_REFUND_EVENTS = frozenset(
    {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}
)


_CAPTURABLE_FOR = timedelta(days=7)
"""What is authorised online; Stripe lets go of it then and says so (payment_intent.canceled)."""


class StripeReader(EventReader):
    """Snapshot events of any API version: only fields that never changed are read."""

    def read(self, event: InboundEvent) -> AnyMoneyFact | None:
        payload = read.parsed(event)
        event_type = read.text(payload, "type")
        if event_type not in _KNOWN:
            return None
        subject = read.child(read.child(payload, "data"), "object")
        own = event_type in _INTENT_EVENTS or event_type in PAGE_EVENTS
        id_field = "id" if own else "payment_intent"
        if id_field == "payment_intent" and subject.get(id_field) is None:
            return None  # a charge made without an intent: nothing of ours
        common: dict[str, Any] = {
            "source": EventSource(
                provider=event.provider,
                event_id=event.event_id,
                event_type=event_type,
                occurred_at=read.epoch_seconds(payload, "created"),
                replayed=event.replayed,
                swept=event.swept is not None,
            ),
            "intent_id": read.object_id(subject, id_field),
            "order_hint": _order_hint(subject, event.tenant_id),
            # Events of connected accounts name theirs.
            "account": read.optional_text(payload, "account") or OWN_ACCOUNT,
            "livemode": _livemode(payload),
        }
        if event_type in _REFUND_EVENTS:
            return RefundFact(**common, undecided=_undecided(subject), **_refund(subject))
        if event_type in PAGE_EVENTS:
            return PaymentFact(**common, **page_details(event_type, subject))
        if event_type in DISPUTE_EVENTS | REVIEW_EVENTS:
            doubts = review_details if event_type in REVIEW_EVENTS else dispute_details
            details = doubts(event_type, subject)
            return DisputeFact(**common, undecided=_undecided(subject), **details)
        outcome = _outcome(event_type, subject)
        if outcome is PaymentOutcome.AUTHORISED:
            common["lapses_at"] = common["source"].occurred_at + _CAPTURABLE_FOR
        return PaymentFact(**common, outcome=outcome, **_details(outcome, subject))


_KNOWN = frozenset(
    {
        *(*_INTENT_EVENTS, *_MONEY_EVENTS, *_REFUND_EVENTS),
        *(*DISPUTE_EVENTS, *REVIEW_EVENTS, *PAGE_EVENTS),
    }
)

_SAID_TWICE = frozenset({"charge.refund.updated"})
NEEDED_EVENTS = (_KNOWN - _SAID_TWICE) - {
    name
    for table in (_INTENT_EVENTS, _MONEY_EVENTS)
    for name, outcome in table.items()
    if outcome is PaymentOutcome.NOTED
}
"""What an account must be subscribed to: the events that drive a fact, of which no other tells."""


def _outcome(event_type: str, subject: Fields) -> PaymentOutcome:
    outcome = _INTENT_EVENTS.get(event_type) or _MONEY_EVENTS[event_type]
    if outcome is PaymentOutcome.REFUNDED and subject.get("captured") is False:
        return PaymentOutcome.NOTED  # an authorisation let go: no money was taken
    if outcome is PaymentOutcome.AUTHORISED and not subject.get("amount_capturable"):
        return PaymentOutcome.NOTED  # captured or let go: other events drive these
    return outcome


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


def _authorised(intent: Fields) -> dict[str, Any]:
    return money(intent, "amount_capturable")


def _undecided(subject: Fields) -> bool:
    """Refunds and disputes have metadata of their own: the payment's order is not shown."""
    return read.optional_text(read.child(subject, "metadata"), "tenant_id") is None


def _captured(intent: Fields) -> dict[str, Any]:
    return money(intent, "amount_received")


def _refunded(charge: Fields) -> dict[str, Any]:
    return money(charge, "amount_refunded")


def _refund(refund: Fields) -> dict[str, Any]:
    return {
        "refund_id": read.object_id(refund, "id"),
        "operation": read.optional_text(read.child(refund, "metadata"), OPERATION),
        "state": REFUND_STATES.get(read.text(refund, "status"), RefundState.PENDING),
        "code": read.optional_text(refund, "failure_reason"),
        **money(refund, "amount"),
    }


def _failed(intent: Fields) -> dict[str, Any]:
    error = read.child(intent, "last_payment_error")
    code = read.optional_text(error, "decline_code") or read.optional_text(error, "code")
    return {"code": code}


_DETAILS: Mapping[PaymentOutcome, Callable[[Fields], dict[str, Any]]] = {
    PaymentOutcome.AUTHORISED: _authorised,
    PaymentOutcome.CAPTURED: _captured,
    PaymentOutcome.REFUNDED: _refunded,
    PaymentOutcome.ATTEMPT_FAILED: _failed,
}


def _details(outcome: PaymentOutcome, subject: Fields) -> dict[str, Any]:
    extract = _DETAILS.get(outcome)
    return extract(subject) if extract else {}
