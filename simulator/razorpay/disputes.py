"""Disputes: the shopper's bank asks for a payment back, and gets it when the dispute is lost."""

from simulator.json_types import JsonObject
from simulator.razorpay.calls import RazorpayCall, page

_ANSWER_SECONDS = 9 * 24 * 3600
OPEN = ("open", "under_review")


def retrieve(call: RazorpayCall) -> JsonObject:
    return call.account.dispute(call.target)


def list_all(call: RazorpayCall) -> JsonObject:
    return page(call, call.account.disputes.values())


def open_dispute(call: RazorpayCall, payment: JsonObject, amount: int, phase: str) -> JsonObject:
    dispute: JsonObject = {
        "id": call.new_id("disp"),
        "entity": "dispute",
        "payment_id": payment["id"],
        "amount": amount,
        "currency": payment["currency"],
        "amount_deducted": 0,
        "reason_code": "goods_not_received",
        "respond_by": call.now + _ANSWER_SECONDS,
        "status": "open",
        "phase": phase,
        "created_at": call.now,
    }
    call.account.disputes[dispute["id"]] = dispute
    _tell(call, dispute, "created")
    return dispute


def move(call: RazorpayCall, dispute: JsonObject, outcome: str) -> None:
    """`outcome`: action_required, under_review, won, lost or closed."""
    dispute["status"] = "open" if outcome == "action_required" else outcome
    if outcome == "lost":
        dispute["amount_deducted"] = dispute["amount"]
    _tell(call, dispute, outcome)


def _tell(call: RazorpayCall, dispute: JsonObject, kind: str) -> None:
    payment = call.account.payments[dispute["payment_id"]]
    call.emit(f"payment.dispute.{kind}", payment=payment, dispute=dispute)
