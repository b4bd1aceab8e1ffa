"""Payment intents: the requests, as far as reading parameters and answering go."""

import hmac

from simulator.json_types import JsonObject
from simulator.stripe import intent_machine as machine
from simulator.stripe.calls import StripeCall
from simulator.stripe.errors import invalid, refused
from simulator.stripe.intent_form import (
    CONFIRMING,
    CREATING,
    DETAILS,
    accept_method,
    new_intent,
)
from simulator.stripe.listing import PAGING, page

_CANCEL_REASONS = frozenset({"duplicate", "fraudulent", "requested_by_customer", "abandoned"})


def create(call: StripeCall) -> JsonObject:
    call.params.only(CREATING)
    intent = new_intent(call)
    method = accept_method(call)
    confirming, may_challenge = call.params.boolean("confirm"), _may_challenge(call)
    if confirming and method is None:
        raise invalid(
            "A payment method is needed to confirm.", "payment_method", "parameter_missing"
        )
    if method is not None:
        intent.update(payment_method=method, status="requires_confirmation")
    call.account.intents[intent["id"]] = intent
    call.emit("payment_intent.created", intent)
    if confirming:
        machine.confirm(call, intent, may_challenge=may_challenge)
    return intent


def retrieve(call: StripeCall) -> JsonObject:
    call.params.only(frozenset({"client_secret"}))
    intent = call.account.intent(call.target)
    _check_client_secret(call, intent)
    return intent


def update(call: StripeCall) -> JsonObject:
    call.params.only(DETAILS | {"amount"})
    intent = call.account.intent(call.target)
    amount = call.params.integer("amount")
    if amount is not None:
        machine.require_state(intent, "updated", machine.CONFIRMABLE)
        intent["amount"] = amount
    for name in ("customer", "description", "receipt_email"):
        if name in call.params.tree:
            intent[name] = call.params.text(name)
    intent["metadata"] = call.params.merged_metadata(intent["metadata"])
    return intent


def list_all(call: StripeCall) -> JsonObject:
    call.params.only(PAGING | {"customer"})
    customer = call.params.text("customer")
    return page(
        call.params,
        "/v1/payment_intents",
        call.account.intents.values(),
        lambda intent: customer in (None, intent["customer"]),
    )


def confirm(call: StripeCall) -> JsonObject:
    call.params.only(CONFIRMING | {"client_secret"})
    intent = call.account.intent(call.target)
    _check_client_secret(call, intent)
    machine.require_state(intent, "confirmed", machine.CONFIRMABLE)
    method = accept_method(call) or intent["payment_method"]
    if method is None:
        raise machine.unexpected_state(
            intent, "This PaymentIntent has no payment method; supply one to confirm it."
        )
    intent["payment_method"] = method
    for name in ("receipt_email", "capture_method"):
        intent[name] = call.params.text(name) or intent[name]
    machine.confirm(call, intent, may_challenge=_may_challenge(call))
    return intent


def capture(call: StripeCall) -> JsonObject:
    call.params.only(frozenset({"amount_to_capture", "final_capture", "metadata"}))
    intent = call.account.intent(call.target)
    amount = call.params.integer("amount_to_capture")
    machine.require_state(intent, "captured", machine.CAPTURABLE)
    if amount is not None and amount > intent["amount_capturable"]:
        raise refused(
            f"Only {intent['amount_capturable']} can be captured.",
            code="amount_too_large",
            param="amount_to_capture",
        )
    intent["metadata"] = call.params.merged_metadata(intent["metadata"])
    machine.capture(call, intent, amount or intent["amount_capturable"])
    return intent


def cancel(call: StripeCall) -> JsonObject:
    call.params.only(frozenset({"cancellation_reason"}))
    reason = call.params.choice("cancellation_reason", _CANCEL_REASONS)
    intent = call.account.intent(call.target)
    machine.require_state(intent, "canceled", machine.CANCELABLE)
    machine.cancel(call, intent, reason)
    return intent


def _may_challenge(call: StripeCall) -> bool:
    off_session = call.params.text("off_session") not in (None, "false")
    return not (off_session or call.params.boolean("error_on_requires_action"))


def _check_client_secret(call: StripeCall, intent: JsonObject) -> None:
    given = call.params.text("client_secret")
    if given is None and not call.publishable:
        return
    if given is None:
        message = "Missing required param: client_secret."
        raise invalid(message, "client_secret", "parameter_missing")
    if not hmac.compare_digest(given.encode(), intent["client_secret"].encode()):
        raise refused(
            "The client_secret belongs to no PaymentIntent of this account.",
            code="resource_missing",
            param="client_secret",
        )
