"""The payment intent's state machine, free of request parsing.

requires_payment_method → requires_confirmation → (requires_action →) requires_capture or
succeeded. A failed attempt falls back to requires_payment_method; canceled ends everything but
a success.
"""

from collections.abc import Set as AbstractSet

from simulator.json_types import JsonObject
from simulator.stripe import charges
from simulator.stripe.calls import StripeCall
from simulator.stripe.cards import AUTHENTICATION_REQUIRED, Card, Decline
from simulator.stripe.errors import StripeError, refused

CONFIRMABLE = frozenset({"requires_payment_method", "requires_confirmation", "requires_action"})
CANCELABLE = CONFIRMABLE | {"requires_capture", "processing"}
CAPTURABLE = frozenset({"requires_capture"})


def require_state(intent: JsonObject, verb: str, allowed: AbstractSet[str]) -> None:
    """Raises payment_intent_unexpected_state, with the intent, outside the allowed states."""
    if intent["status"] not in allowed:
        expected = ", ".join(sorted(allowed))
        raise unexpected_state(
            intent,
            f"This PaymentIntent could not be {verb}: its status is {intent['status']}, "
            f"and one of these is needed: {expected}.",
        )


def unexpected_state(intent: JsonObject, message: str) -> StripeError:
    return refused(message, code="payment_intent_unexpected_state", payment_intent=dict(intent))


def confirm(call: StripeCall, intent: JsonObject, *, may_challenge: bool) -> None:
    """Charges the intent's card; raises StripeError 402 on a decline, after recording it."""
    card = call.account.cards[intent["payment_method"]]
    if isinstance(card.outcome, Decline):
        raise _decline(call, intent, card, card.outcome)
    if card.outcome == "challenge":
        if not may_challenge:
            raise _decline(call, intent, card, AUTHENTICATION_REQUIRED)
        _challenge(call, intent)
        return
    authorise(call, intent)


def authorise(call: StripeCall, intent: JsonObject) -> None:
    """The issuer approved: the money is taken, or reserved for a later capture."""
    card = call.account.cards[intent["payment_method"]]
    charge = charges.attempt(call, intent, card, None)
    intent.update(latest_charge=charge["id"], next_action=None, last_payment_error=None)
    if intent["capture_method"] == "manual":
        intent.update(status="requires_capture", amount_capturable=intent["amount"])
        call.emit("payment_intent.amount_capturable_updated", intent)
    else:
        _succeed(call, intent, intent["amount"])


def fail_action(call: StripeCall, intent: JsonObject) -> None:
    """The shopper did not pass authentication; no charge was attempted."""
    method = intent["payment_method"]
    intent.update(
        status="requires_payment_method",
        next_action=None,
        payment_method=None,
        last_payment_error={
            "type": "invalid_request_error",
            "code": "payment_intent_authentication_failure",
            "message": "The shopper could not be authenticated.",
            "payment_method": _method(method, call.account.cards[method]),
        },
    )
    call.emit("payment_intent.payment_failed", intent)


def capture(call: StripeCall, intent: JsonObject, amount: int) -> None:
    """Takes `amount` minor units of the reserved sum and lets the rest go."""
    charges.capture(call, call.account.charges[intent["latest_charge"]], amount)
    _succeed(call, intent, amount)


def cancel(call: StripeCall, intent: JsonObject, reason: str | None) -> None:
    if intent["status"] == "requires_capture":
        charges.release(call, call.account.charges[intent["latest_charge"]])
    intent.update(
        status="canceled",
        amount_capturable=0,
        next_action=None,
        canceled_at=call.now,
        cancellation_reason=reason,
    )
    call.emit("payment_intent.canceled", intent)


def expire(call: StripeCall, intent: JsonObject) -> None:
    """The bank keeps the money no longer: the charge expires, and its intent is canceled."""
    charge = call.account.charges[intent["latest_charge"]]
    charges.release(call, charge)
    call.emit("charge.expired", charge)
    intent.update(
        status="canceled",
        amount_capturable=0,
        canceled_at=call.now,
        cancellation_reason="automatic",
    )
    call.emit("payment_intent.canceled", intent)


def _succeed(call: StripeCall, intent: JsonObject, amount: int) -> None:
    intent.update(status="succeeded", amount_received=amount, amount_capturable=0)
    call.emit("payment_intent.succeeded", intent)


def _challenge(call: StripeCall, intent: JsonObject) -> None:
    return_url = call.params.text("return_url")
    action: JsonObject = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure"}}
    if return_url:
        hook = f"https://hooks.stripe.com/redirect/authenticate/{intent['id']}"
        redirect = {"return_url": return_url, "url": hook}
        action = {"type": "redirect_to_url", "redirect_to_url": redirect}
    intent.update(status="requires_action", next_action=action, last_payment_error=None)
    call.emit("payment_intent.requires_action", intent)


def _decline(call: StripeCall, intent: JsonObject, card: Card, decline: Decline) -> StripeError:
    charge = charges.attempt(call, intent, card, decline)
    error: JsonObject = {
        "type": "card_error",
        "code": decline.code,
        "message": decline.message,
        "charge": charge["id"],
        "doc_url": f"https://docs.stripe.com/error-codes/{decline.code.replace('_', '-')}",
        "payment_method": _method(intent["payment_method"], card),
    }
    if decline.decline_code is not None:
        error["decline_code"] = decline.decline_code
    intent.update(
        status="requires_payment_method",
        latest_charge=charge["id"],
        next_action=None,
        payment_method=None,
        last_payment_error=error,
    )
    call.emit("payment_intent.payment_failed", intent)
    return StripeError(402, {**error, "payment_intent": dict(intent)})


def _method(method_id: str, card: Card) -> JsonObject:
    return {"id": method_id, "object": "payment_method", "livemode": False, **card.details()}
