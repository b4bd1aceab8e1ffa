"""What Razorpay's events state. The table is the project's.

The payment of an order here is Razorpay's *order* (`order_…`), which the shopper may try to
pay several times; each attempt is a Razorpay payment (`pay_…`). `payment.captured` and
`order.paid` tell of one fact and may come in either order: whichever is first drives.
"""

from collections.abc import Callable, Mapping
from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.adapters.razorpay.account_events import ACCOUNT_EVENTS, account_fact
from orderloom.adapters.razorpay.dispute_events import DISPUTE_EVENTS, dispute_details
from orderloom.adapters.razorpay.documents import LONGEST_WAIT, REFUND_STATES
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
from orderloom.domain.money import RefundState, later_refund
from orderloom.errors import MalformedEvent
from orderloom.ports.event_reader import EventReader

_OUTCOMES = {
    # Changes nothing where Razorpay captures by itself, late authorisations included.
    "payment.authorized": PaymentOutcome.AUTHORISED,
    "payment.captured": PaymentOutcome.CAPTURED,
    "order.paid": PaymentOutcome.CAPTURED,
    "payment_link.paid": PaymentOutcome.CAPTURED,
    "payment.failed": PaymentOutcome.ATTEMPT_FAILED,
    "payment_link.cancelled": PaymentOutcome.VOIDED,
    "payment_link.expired": PaymentOutcome.VOIDED,
    **dict.fromkeys(
        (
            "payment.pending",
            "payment_link.partially_paid",
        ),
        PaymentOutcome.NOTED,
    ),
}
_REFUND_EVENTS = {
    "refund.created": RefundState.PENDING,
    "refund.speed_changed": RefundState.PENDING,
    "refund.processed": RefundState.SUCCEEDED,
    "refund.failed": RefundState.FAILED,
}
"""What is absent (subscriptions, invoices, virtual accounts) is about no order of ours."""

EITHER_OF = frozenset({"payment.captured", "order.paid"})
NEEDED_EVENTS = frozenset({"payment.failed", "refund.created", "refund.processed", "refund.failed"})
"""What an account must be subscribed to, with either of the two that say it was paid. Payment links
are not made here."""


class RazorpayReader(EventReader):
    """Events of payments, refunds, disputes, orders and payment links; of the account itself."""

    def read(self, event: InboundEvent) -> AnyMoneyFact | ConnectionFact | None:
        body = read.parsed(event)
        event_type = read.text(body, "event")
        if event_type in ACCOUNT_EVENTS:
            return account_fact(read.child(body, "payload"), _source(event, body, event_type))
        outcome = _OUTCOMES.get(event_type)
        if outcome is None and event_type not in _REFUND_EVENTS.keys() | DISPUTE_EVENTS:
            return None
        payload = read.child(body, "payload")
        common: dict[str, Any] = {
            "source": _source(event, body, event_type),
            "intent_id": _paid_object(payload, event_type),
            "order_hint": _order_hint(payload, event.tenant_id),
            "undecided": _undecided(payload),
        }
        if event_type in DISPUTE_EVENTS:
            dispute = _entity(payload, "dispute")
            return DisputeFact(**common, **dispute_details(event_type, dispute))
        if outcome is None:
            return RefundFact(**common, **_refund(payload, _REFUND_EVENTS[event_type]))
        return PaymentFact(
            **common,
            outcome=outcome,
            payment_id=_payment_id(payload),
            aliases=_aliases(payload),
            **_details(outcome, payload),
        )


def _source(event: InboundEvent, body: Fields, event_type: str) -> EventSource:
    return EventSource(
        provider=event.provider,
        event_id=event.event_id,
        event_type=event_type,
        # Some samples of Razorpay's have no `created_at`.
        occurred_at=read.epoch_seconds(body, "created_at")
        if body.get("created_at") is not None
        else event.received_at,
        replayed=event.replayed,
        swept=event.swept is not None,
    )


def _entity(payload: Fields, name: str) -> Fields:
    return read.child(read.child(payload, name), "entity")


def _paid_object(payload: Fields, event_type: str) -> str:
    """The payment link; else the Razorpay order, or a payment where there is none."""
    payment, link = _entity(payload, "payment"), _entity(payload, "payment_link")
    if link:
        return read.object_id(link, "id")
    for fields, name in (
        (payment, "order_id"),
        (_entity(payload, "order"), "id"),
        (payment, "id"),
        (_entity(payload, "refund"), "payment_id"),
        (_entity(payload, "dispute"), "payment_id"),
    ):
        if fields.get(name) is not None:
            return read.object_id(fields, name)
    raise MalformedEvent(f"{event_type} names no order and no payment")


def _payment_id(payload: Fields) -> str | None:
    payment = _entity(payload, "payment")
    return read.object_id(payment, "id") if payment.get("id") is not None else None


def _aliases(payload: Fields) -> tuple[str, ...]:
    """The order a link made: refunds and disputes name it, and never the link.

    The event's own `order` lacks the prefix, so it is not read.
    """
    link = _entity(payload, "payment_link")
    return (read.object_id(link, "order_id"),) if link.get("order_id") is not None else ()


def _notes(entity: Fields) -> Fields:
    """No notes are an empty list, as PHP writes them."""
    notes = entity.get("notes")
    return notes if isinstance(notes, dict) else {}


def _order_hint(payload: Fields, tenant_id: str) -> str | None:
    """From the notes our orders carry; None as well where they name another tenant.

    Two tenants may share a Razorpay account; each is then told of the other's payments too.
    """
    for name in ("order", "payment", "payment_link"):
        notes = _notes(_entity(payload, name))
        if read.optional_text(notes, "tenant_id") in (None, tenant_id):
            hint = read.optional_text(notes, "order_id")
            if hint:
                return hint
    return None


def _undecided(payload: Fields) -> bool:
    """A payment of an order whose notes the event does not show: it may be ours.

    A payment has the notes its checkout gave it, not those of its order.
    """
    shown = any(_entity(payload, name) for name in ("order", "payment_link"))
    payment = _entity(payload, "payment")
    named = _notes(payment).get("tenant_id")
    return not shown and named is None and payment.get("order_id") is not None


def _authorised(payload: Fields) -> dict[str, Any]:
    """Razorpay sends back what is not captured in time, which no event tells."""
    payment = _entity(payload, "payment")
    lapses_at = None
    if payment.get("created_at") is not None:
        lapses_at = read.epoch_seconds(payment, "created_at") + LONGEST_WAIT
    return {**_money(payment, "amount"), "lapses_at": lapses_at}


def _captured(payload: Fields) -> dict[str, Any]:
    """What was paid altogether: of an order or a link that, else the one payment.

    The fee holds its tax; a payment in another currency than the account's is charged in that.
    """
    payment = _entity(payload, "payment")
    fee = read.minor_units(payment, "fee") if payment.get("fee") is not None else None
    told = {} if payment.get("international") else {"fee": fee}
    for name in ("order", "payment_link"):
        entity = _entity(payload, name)
        if entity.get("amount_paid") is not None:
            return {**_money(entity, "amount_paid"), **told}
    return {**_money(payment, "amount"), **told}


def _refund(payload: Fields, least: RefundState) -> dict[str, Any]:
    """An event's entity is as of its sending: it may know more than the event's name says."""
    refund = _entity(payload, "refund")
    status = read.optional_text(refund, "status") or ""
    return {
        "refund_id": read.object_id(refund, "id"),
        "operation": read.optional_text(refund, "receipt"),
        "state": later_refund([least, REFUND_STATES.get(status, least)]),
        **_money(refund, "amount"),
    }


def _money(entity: Fields, name: str) -> dict[str, Any]:
    # Without a currency no amount is as asked for, which is a case for review.
    currency = (read.optional_text(entity, "currency") or "").upper()
    return {"amount": read.minor_units(entity, name), "currency": currency}


def _failed(payload: Fields) -> dict[str, Any]:
    payment = _entity(payload, "payment")
    codes = (read.optional_text(payment, name) for name in ("error_reason", "error_code"))
    return {"code": next((code for code in codes if code), None)}


_DETAILS: Mapping[PaymentOutcome, Callable[[Fields], dict[str, Any]]] = {
    PaymentOutcome.AUTHORISED: _authorised,
    PaymentOutcome.CAPTURED: _captured,
    PaymentOutcome.ATTEMPT_FAILED: _failed,
}


def _details(outcome: PaymentOutcome, payload: Fields) -> dict[str, Any]:
    extract = _DETAILS.get(outcome)
    return extract(payload) if extract else {}
