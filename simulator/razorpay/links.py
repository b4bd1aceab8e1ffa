"""Payment links: Razorpay's payment page, which makes an order when somebody pays."""

from simulator.json_types import JsonObject
from simulator.razorpay import payments
from simulator.razorpay.calls import RazorpayCall
from simulator.razorpay.errors import RazorpayError

_KNOWN = (
    *("amount", "currency", "accept_partial", "reference_id", "description", "customer"),
    *("notify", "reminder_enable", "notes", "callback_url", "callback_method", "expire_by"),
)


def create(call: RazorpayCall) -> JsonObject:
    """One link for each reference_id."""
    call.only(*_KNOWN)
    reference_id = call.body.get("reference_id")
    if any(reference_id == link["reference_id"] for link in call.account.links.values()):
        raise RazorpayError(f"payment link with given reference_id ({reference_id}) already exists")
    link_id = call.new_id("plink")
    link: JsonObject = {
        "id": link_id,
        "accept_partial": bool(call.body.get("accept_partial", False)),
        "amount": call.amount(),
        "amount_paid": 0,
        "callback_method": call.body.get("callback_method", ""),
        "callback_url": call.body.get("callback_url", ""),
        "cancelled_at": 0,
        "created_at": call.now,
        "currency": str(call.body.get("currency", "INR")),
        "customer": call.body.get("customer", {}),
        "description": call.body.get("description", ""),
        "expire_by": call.body.get("expire_by", 0),
        "expired_at": 0,
        "notes": call.notes() or None,
        "notify": call.body.get("notify", {"email": False, "sms": False}),
        "order_id": None,
        "payments": None,
        "reference_id": reference_id,
        "reminder_enable": bool(call.body.get("reminder_enable", False)),
        "short_url": f"https://rzp.io/rzp/{link_id.removeprefix('plink_')}",
        "status": "created",
        "updated_at": call.now,
    }
    call.account.links[link_id] = link
    return link


def retrieve(call: RazorpayCall) -> JsonObject:
    return call.account.link(call.target)


def list_all(call: RazorpayCall) -> JsonObject:
    wanted = call.query.get("reference_id")
    links = reversed(list(call.account.links.values()))
    return {"payment_links": [x for x in links if wanted in (None, x["reference_id"])]}


def cancel(call: RazorpayCall) -> JsonObject:
    link = call.account.link(call.target)
    if link["status"] != "created":
        raise RazorpayError(f"cannot cancel a payment link in {link['status']} state")
    link.update(status="cancelled", cancelled_at=call.now, updated_at=call.now)
    call.emit("payment_link.cancelled", payment_link=link)
    return link


def expire(call: RazorpayCall, link: JsonObject) -> None:
    """Its time is over."""
    link.update(status="expired", expired_at=call.now, updated_at=call.now)
    call.emit("payment_link.expired", payment_link=link)


def pay(call: RazorpayCall, link: JsonObject, method: str, reason: str | None) -> JsonObject:
    """A shopper's attempt, which fails for `reason`, if there is one; the payment."""
    order = _order(call, link)
    payment = payments.attempt(call, order, method, order["amount_due"])
    if reason is not None:
        payments.fail(call, payment, reason)
        return payment
    payments.authorise(call, payment)
    link.update(status="paid", amount_paid=order["amount_paid"], updated_at=call.now)
    link["payments"] = [{"payment_id": payment["id"], "status": "captured"}]
    # Razorpay names the order here without its prefix, and without the link's notes.
    shown = order | {"id": order["id"].removeprefix("order_"), "product_id": link["id"][6:]}
    call.emit("payment_link.paid", payment_link=link, order=shown, payment=payment)
    return payment


def _order(call: RazorpayCall, link: JsonObject) -> JsonObject:
    if link["order_id"] is not None:
        found: JsonObject = call.account.orders[link["order_id"]]
        return found
    order: JsonObject = {
        "id": call.new_id("order"),
        "entity": "order",
        "amount": link["amount"],
        "amount_paid": 0,
        "amount_due": link["amount"],
        "currency": link["currency"],
        "receipt": link["reference_id"],
        "offer_id": None,
        "status": "created",
        "attempts": 0,
        "notes": [],
        "created_at": call.now,
    }
    call.account.capturing[order["id"]] = True
    call.account.orders[order["id"]] = order
    link["order_id"] = order["id"]
    return order
