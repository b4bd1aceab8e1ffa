"""Refunds of captured payments, whole or in part, once for each idempotency key."""

import re

from simulator.json_types import JsonObject
from simulator.razorpay.calls import RazorpayCall, page
from simulator.razorpay.errors import RazorpayError

_SPEEDS = ("normal", "optimum")
_KEY = re.compile(r"[A-Za-z0-9_-]{10,}")
_BUSY = "Another request with the same idempotency key is still in progress."
_OTHER = "Different request with the same idempotency key has already been processed."


def claim(call: RazorpayCall) -> JsonObject | None:
    """The answer an idempotency key has already; None once the key is this call's.

    Apart from `create`, so that a slow call is seen as in flight by a second one.
    """
    key = call.idempotency_key
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise RazorpayError("The idempotency key must be at least 10 of A-Z a-z 0-9 _ -")
    asked = (call.target, call.body)
    if key not in call.account.refund_keys:
        call.account.refund_keys[key] = (asked, None)
        return None
    earlier, answer = call.account.refund_keys[key]
    if earlier != asked:
        raise RazorpayError(_OTHER)
    if answer is None:
        raise RazorpayError(_BUSY, status=409)
    return answer


def create(call: RazorpayCall) -> JsonObject:
    try:
        refund = _created(call)
    except RazorpayError:
        if call.idempotency_key is not None:
            call.account.refund_keys.pop(call.idempotency_key, None)
        raise
    if call.idempotency_key is not None:
        call.account.refund_keys[call.idempotency_key] = ((call.target, call.body), dict(refund))
    return refund


def _created(call: RazorpayCall) -> JsonObject:
    call.only("amount", "speed", "notes", "receipt")
    payment = call.account.payment(call.target)
    if not payment["captured"]:
        raise RazorpayError("The payment status should be captured for action to be taken")
    left = payment["amount"] - payment["amount_refunded"]
    if not left:
        raise RazorpayError("The payment has been fully refunded already")
    amount = call.amount(left)
    if amount > left:
        raise RazorpayError("The refund amount provided is greater than amount captured")
    speed = call.body.get("speed", "normal")
    if speed not in _SPEEDS:
        raise RazorpayError("The speed is invalid.", field="speed")
    refund = _document(call, payment, amount, speed)
    call.account.refunds[refund["id"]] = refund
    payment["amount_refunded"] += amount
    _mark(payment)
    call.emit("refund.created", refund=refund, payment=payment)
    if not call.account.slow_refunds:
        process(call, refund)
    return refund


def process(call: RazorpayCall, refund: JsonObject) -> None:
    """The money is on its way."""
    refund.update(
        status="processed",
        speed_processed="instant" if refund["speed_requested"] == "optimum" else "normal",
    )
    payment = call.account.payments[refund["payment_id"]]
    call.emit("refund.processed", refund=refund, payment=payment)


def fail(call: RazorpayCall, refund: JsonObject) -> None:
    """The money could not be sent back: it is with the merchant again."""
    payment = call.account.payments[refund["payment_id"]]
    refund["status"] = "failed"
    payment["amount_refunded"] -= refund["amount"]
    _mark(payment)
    call.emit("refund.failed", refund=refund, payment=payment)


def retrieve(call: RazorpayCall) -> JsonObject:
    return call.account.refund(call.target)


def list_all(call: RazorpayCall) -> JsonObject:
    return page(call, call.account.refunds.values())


def of_payment(call: RazorpayCall) -> JsonObject:
    payment = call.account.payment(call.target)
    return page(call, call.account.refunds_of(payment["id"]))


def _document(call: RazorpayCall, payment: JsonObject, amount: int, speed: str) -> JsonObject:
    return {
        "id": call.new_id("rfnd"),
        "entity": "refund",
        "amount": amount,
        "receipt": call.body.get("receipt"),
        "currency": payment["currency"],
        "payment_id": payment["id"],
        "notes": call.notes(),
        "acquirer_data": {"arn": None},
        "created_at": call.now,
        "batch_id": None,
        "status": "pending",
        "speed_processed": None,
        "speed_requested": speed,
    }


def _mark(payment: JsonObject) -> None:
    refunded = payment["amount_refunded"]
    whole = refunded == payment["amount"]
    payment["refund_status"] = ("full" if whole else "partial") if refunded else None
    payment["status"] = "refunded" if whole else "captured"
