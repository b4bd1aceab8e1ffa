"""Orders: what a shopper is asked to pay, however many attempts it takes."""

from simulator.json_types import JsonObject
from simulator.razorpay.calls import RazorpayCall, page
from simulator.razorpay.errors import RazorpayError

_LONGEST_RECEIPT = 40


def create(call: RazorpayCall) -> JsonObject:
    """Never idempotent: two calls with one receipt make two orders."""
    call.only("amount", "currency", "receipt", "notes", "payment", "partial_payment")
    currency, receipt = call.body.get("currency"), call.body.get("receipt")
    if not isinstance(currency, str) or len(currency) != len("INR"):
        raise RazorpayError("The currency field is required.", field="currency")
    if receipt is not None and (not isinstance(receipt, str) or len(receipt) > _LONGEST_RECEIPT):
        raise RazorpayError("The receipt may have 40 characters.", field="receipt")
    order: JsonObject = {
        "id": call.new_id("order"),
        "entity": "order",
        "amount": call.amount(),
        "amount_paid": 0,
        "amount_due": call.amount(),
        "currency": currency,
        "receipt": receipt,
        "offer_id": None,
        "status": "created",
        "attempts": 0,
        "notes": call.notes(),
        "created_at": call.now,
    }
    capture = (call.body.get("payment") or {}).get("capture", "manual")
    call.account.capturing[order["id"]] = capture == "automatic"
    call.account.orders[order["id"]] = order
    return order


def retrieve(call: RazorpayCall) -> JsonObject:
    return call.account.order(call.target)


def list_all(call: RazorpayCall) -> JsonObject:
    receipt = call.query.get("receipt")
    return page(call, (o for o in call.account.orders.values() if receipt in (None, o["receipt"])))


def payments(call: RazorpayCall) -> JsonObject:
    order = call.account.order(call.target)
    found = list(reversed(call.account.payments_of(order["id"])))
    return {"entity": "collection", "count": len(found), "items": found}
