"""Payments: attempts to pay an order.

created → authorized → captured (→ refunded); failed, which may turn out to be authorised
after all for five days ("late authorisation").
"""

from simulator.json_types import JsonObject
from simulator.razorpay.calls import RazorpayCall, page
from simulator.razorpay.errors import RazorpayError

_FEE_PER_MILLE = 20
_NO_ERROR = dict.fromkeys(
    ("error_code", "error_description", "error_source", "error_step", "error_reason")
)


def attempt(call: RazorpayCall, order: JsonObject, method: str, amount: int) -> JsonObject:
    """A shopper begins to pay; its notes are the checkout's, not those of the order."""
    if order["status"] == "paid":
        raise RazorpayError("Order already paid")
    payment: JsonObject = {
        "id": call.new_id("pay"),
        "entity": "payment",
        "amount": amount,
        "currency": order["currency"],
        "status": "created",
        "order_id": order["id"],
        "invoice_id": None,
        "international": False,
        "method": method,
        "amount_refunded": 0,
        "refund_status": None,
        "captured": False,
        "description": None,
        "email": "shopper@example.com",
        "contact": None,
        "notes": [],
        "fee": None,
        "tax": None,
        **_NO_ERROR,
        "acquirer_data": {},
        "created_at": call.now,
    }
    call.account.payments[payment["id"]] = payment
    order["attempts"] += 1
    order["status"] = "attempted"
    return payment


def authorise(call: RazorpayCall, payment: JsonObject) -> None:
    """The bank said yes; captured at once where the order asks for that."""
    payment.update(status="authorized", **_NO_ERROR)
    call.emit("payment.authorized", payment=payment)
    if call.account.capturing[payment["order_id"]]:
        settle(call, payment)


def fail(call: RazorpayCall, payment: JsonObject, reason: str) -> None:
    payment.update(
        status="failed",
        error_code="BAD_REQUEST_ERROR",
        error_description="The payment did not go through.",
        error_source="customer",
        error_step="payment_authorization",
        error_reason=reason,
    )
    call.emit("payment.failed", payment=payment)


def settle(call: RazorpayCall, payment: JsonObject) -> None:
    """Takes the money that was authorised."""
    order = call.account.orders[payment["order_id"]]
    fee = payment["amount"] * _FEE_PER_MILLE // 1000
    payment.update(status="captured", captured=True, fee=fee, tax=0)
    order["amount_paid"] += payment["amount"]
    order["amount_due"] = max(0, order["amount"] - order["amount_paid"])
    call.emit("payment.captured", payment=payment)
    if not order["amount_due"]:
        order["status"] = "paid"
        call.emit("order.paid", payment=payment, order=order)


def retrieve(call: RazorpayCall) -> JsonObject:
    return call.account.payment(call.target)


def list_all(call: RazorpayCall) -> JsonObject:
    return page(call, call.account.payments.values())


def capture(call: RazorpayCall) -> JsonObject:
    """All of what was authorised; parts cannot be captured."""
    call.only("amount", "currency")
    payment = call.account.payment(call.target)
    amount = call.amount()
    if payment["captured"]:
        raise RazorpayError("This payment has already been captured")
    if payment["status"] != "authorized":
        raise RazorpayError("Only payments which have been authorized can be captured")
    if (amount, call.body.get("currency")) != (payment["amount"], payment["currency"]):
        raise RazorpayError("Capture amount must be equal to the amount authorized")
    settle(call, payment)
    return payment
