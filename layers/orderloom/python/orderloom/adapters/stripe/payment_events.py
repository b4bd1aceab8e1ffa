"""What the events of Stripe's payment intents and of their charges state."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.adapters.stripe.amounts import money
from orderloom.domain.facts import PaymentOutcome

INTENT_EVENTS = {
    "payment_intent.succeeded": PaymentOutcome.CAPTURED,
    "payment_intent.payment_failed": PaymentOutcome.ATTEMPT_FAILED,
    "payment_intent.canceled": PaymentOutcome.VOIDED,
    "payment_intent.created": PaymentOutcome.NOTED,
    "payment_intent.processing": PaymentOutcome.NOTED,
    "payment_intent.requires_action": PaymentOutcome.NOTED,
    "payment_intent.partially_funded": PaymentOutcome.NOTED,
    "payment_intent.amount_capturable_updated": PaymentOutcome.AUTHORISED,
}
CHARGE_EVENTS = {
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

_FEE_IS_KNOWN = "charge.updated"
"""Sent when Stripe has worked out what the charge does to the balance, its fee included."""

_CAPTURABLE_FOR = timedelta(days=7)
"""What is authorised online; Stripe lets go of it then and says so (payment_intent.canceled)."""


def payment_details(event_type: str, subject: Fields, occurred_at: datetime) -> dict[str, Any]:
    """Fields of a PaymentFact."""
    outcome = _outcome(event_type, subject)
    extract = _DETAILS.get(outcome)
    details = {"outcome": outcome, **(extract(subject) if extract else {})}
    if outcome is PaymentOutcome.AUTHORISED:
        details["lapses_at"] = occurred_at + _CAPTURABLE_FOR
    charge = subject if event_type in CHARGE_EVENTS else read.inside(subject, "latest_charge")
    if charge.get("captured") is True:
        details |= _fee(event_type, charge)
    return details


def _outcome(event_type: str, subject: Fields) -> PaymentOutcome:
    outcome = INTENT_EVENTS.get(event_type) or CHARGE_EVENTS[event_type]
    if outcome is PaymentOutcome.REFUNDED and subject.get("captured") is False:
        return PaymentOutcome.NOTED  # an authorisation let go: no money was taken
    if outcome is PaymentOutcome.AUTHORISED and not subject.get("amount_capturable"):
        return PaymentOutcome.NOTED  # captured or let go: other events drive these
    return outcome


def _fee(event_type: str, charge: Fields) -> dict[str, Any]:
    """Told where the event holds the whole balance transaction; else where to find it, by its id.

    What was taken in the account's own currency is not told: it is no part of the order's money.
    """
    settled = read.inside(charge, "balance_transaction")
    if not settled:
        named = charge.get("balance_transaction") is not None
        return {"fee_on_record": True} if event_type == _FEE_IS_KNOWN and named else {}
    taken = money(settled, "fee")
    if taken["currency"] != read.text(charge, "currency").upper():
        return {}
    return {"fee": taken["amount"], "currency": taken["currency"]}


def _authorised(intent: Fields) -> dict[str, Any]:
    return money(intent, "amount_capturable")


def _captured(intent: Fields) -> dict[str, Any]:
    return money(intent, "amount_received")


def _refunded(charge: Fields) -> dict[str, Any]:
    return money(charge, "amount_refunded")


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
