"""What the events of Stripe's payment page state."""

from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.adapters.stripe.amounts import money
from orderloom.domain.facts import PaymentOutcome

_COMPLETED = "checkout.session.completed"
_OUTCOMES = {
    "checkout.session.async_payment_succeeded": PaymentOutcome.CAPTURED,
    "checkout.session.async_payment_failed": PaymentOutcome.ATTEMPT_FAILED,
    "checkout.session.expired": PaymentOutcome.VOIDED,
}
PAGE_EVENTS = frozenset({_COMPLETED, *_OUTCOMES})


def page_details(event_type: str, session: Fields) -> dict[str, Any]:
    """Fields of a PaymentFact. Whatever its intent is told of is told by the intent's own name.

    A completed page whose money has not come is on its way, or authorised.
    """
    intent_id = None
    if session.get("payment_intent") is not None:
        intent_id = read.object_id(session, "payment_intent")
    # Without an amount (it may be null) the intent's own events tell of the money.
    paid = session.get("payment_status") == "paid" and session.get("amount_total") is not None
    begun = PaymentOutcome.CAPTURED if paid else PaymentOutcome.BEGUN
    outcome = _OUTCOMES.get(event_type, begun)
    details: dict[str, Any] = {"outcome": outcome}
    if outcome is PaymentOutcome.CAPTURED:
        details |= money(session, "amount_total")
    if outcome is PaymentOutcome.BEGUN and intent_id is None:
        return {"outcome": PaymentOutcome.NOTED}
    if intent_id is not None and outcome is not PaymentOutcome.ATTEMPT_FAILED:
        details |= {"payment_id": intent_id, "aliases": (intent_id,)}
    return details
