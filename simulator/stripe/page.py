"""The shopper on Stripe's payment page."""

from typing import Literal

from simulator.json_types import JsonObject
from simulator.stripe import intent_machine as machine
from simulator.stripe.calls import StripeCall
from simulator.stripe.cards import TEST_CARDS
from simulator.stripe.errors import StripeError
from simulator.stripe.intent_form import blank_intent


def pay(call: StripeCall, session: JsonObject, card: str, *, delayed: bool) -> None:
    """Completes the page unless the card is declined, which leaves it open for another try.

    `delayed`: a method whose money comes days later, or not (see `settle`).
    """
    intent = _intent(call, session)
    method = call.ids.prefixed("pm")
    call.account.cards[method] = TEST_CARDS[card]
    intent.update(payment_method=method, status="requires_confirmation")
    if delayed:
        intent["status"] = "processing"
        call.emit("payment_intent.processing", intent)
    else:
        try:
            machine.confirm(call, intent, may_challenge=False)
        except StripeError:
            return
    _complete(call, session, intent)


def settle(call: StripeCall, session: JsonObject, outcome: Literal["succeed", "fail"]) -> None:
    """How the money of a delayed method ends."""
    intent = call.account.intents[session["payment_intent"]]
    if outcome == "succeed":
        machine.authorise(call, intent)
        session["payment_status"] = "paid"
        call.emit("checkout.session.async_payment_succeeded", session)
        return
    intent.update(
        status="requires_payment_method",
        last_payment_error={"type": "card_error", "code": "payment_method_provider_decline"},
    )
    call.emit("payment_intent.payment_failed", intent)
    call.emit("checkout.session.async_payment_failed", session)


def _intent(call: StripeCall, session: JsonObject) -> JsonObject:
    known = session["payment_intent"]
    if known is not None:
        found: JsonObject = call.account.intents[known]
        return found
    behind = call.account.behind_pages[session["id"]]
    intent = blank_intent(call, session["amount_total"], session["currency"]) | behind
    call.account.intents[intent["id"]] = intent
    session["payment_intent"] = intent["id"]
    call.emit("payment_intent.created", intent)
    return intent


def _complete(call: StripeCall, session: JsonObject, intent: JsonObject) -> None:
    paid = intent["status"] == "succeeded"
    session.update(status="complete", payment_status="paid" if paid else "unpaid", url=None)
    call.emit("checkout.session.completed", session)
