"""Checkout Sessions: Stripe's payment page. The shopper's side is in `page.py`.

open → complete (payment_status paid, or unpaid while the money is on its way or kept) or expired.
"""

from urllib.parse import urlsplit

from simulator.json_types import JsonObject
from simulator.stripe import intent_machine as machine
from simulator.stripe.calls import StripeCall
from simulator.stripe.errors import invalid, refused
from simulator.stripe.listing import PAGING, page

_CREATING = frozenset(
    {
        "mode",
        "success_url",
        "cancel_url",
        "client_reference_id",
        "metadata",
        "payment_intent_data",
        "line_items",
        "customer_email",
        "expires_at",
    }
)
_LIFETIME, _SHORTEST = 24 * 3600, 30 * 60


def create(call: StripeCall) -> JsonObject:
    params = call.params
    params.only(_CREATING)
    if params.required_text("mode") != "payment":
        raise invalid("Only mode payment is played here.", "mode")
    amount, currency = _total(call)
    behind = params.mapping("payment_intent_data")
    session_id = call.ids.prefixed("cs_test", 58)
    session: JsonObject = {
        "id": session_id,
        "object": "checkout.session",
        "amount_subtotal": amount,
        "amount_total": amount,
        "cancel_url": _web(call, "cancel_url"),
        "client_reference_id": params.text("client_reference_id"),
        "created": call.now,
        "currency": currency,
        "customer": None,
        "expires_at": _expiry(call),
        "livemode": False,
        "metadata": params.merged_metadata({}),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "status": "open",
        "success_url": _web(call, "success_url"),
        "url": f"https://checkout.stripe.com/c/pay/{session_id}",
    }
    call.account.sessions[session_id] = session
    call.account.behind_pages[session_id] = {
        "capture_method": behind.get("capture_method", "automatic_async"),
        "metadata": {key: str(value) for key, value in (behind.get("metadata") or {}).items()},
    }
    return session


def retrieve(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    return call.account.session(call.target)


def list_all(call: StripeCall) -> JsonObject:
    call.params.only(PAGING | {"payment_intent"})
    intent = call.params.text("payment_intent")
    return page(
        call.params,
        "/v1/checkout/sessions",
        call.account.sessions.values(),
        lambda session: intent in (None, session["payment_intent"]),
    )


def expire(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    session = call.account.session(call.target)
    if session["status"] != "open":
        raise refused(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout '
            f"Session has a status of {session['status']}."
        )
    end(call, session)
    return session


def end(call: StripeCall, session: JsonObject) -> None:
    """Nobody can pay there any more."""
    session.update(status="expired", url=None)
    begun = call.account.intents.get(session["payment_intent"] or "")
    if begun is not None and begun["status"] in machine.CANCELABLE:
        machine.cancel(call, begun, "automatic")
    call.emit("checkout.session.expired", session)


def _total(call: StripeCall) -> tuple[int, str]:
    items = call.params.tree.get("line_items")
    if not isinstance(items, list) or not items:
        raise invalid("Missing required param: line_items.", "line_items", "parameter_missing")
    try:
        prices = [item["price_data"] for item in items]
        amount = sum(
            int(price["unit_amount"]) * int(item["quantity"])
            for price, item in zip(prices, items, strict=True)
        )
        (currency,) = {str(price["currency"]) for price in prices}
        names = [price["product_data"]["name"] for price in prices]
    except (KeyError, TypeError, ValueError) as exc:
        raise invalid("Invalid line_items.", "line_items") from exc
    if not all(names):
        raise invalid("Product names cannot be empty.", "line_items")
    return amount, currency


def _web(call: StripeCall, name: str) -> str | None:
    address = call.params.text(name)
    if address is not None and urlsplit(address).scheme not in {"http", "https"}:
        raise invalid("Not a valid URL", name, "url_invalid")
    return address


def _expiry(call: StripeCall) -> int:
    given = call.params.integer("expires_at")
    at: int = call.now + _LIFETIME if given is None else given
    if not call.now + _SHORTEST <= at <= call.now + _LIFETIME:
        raise invalid("expires_at must be between 30 minutes and 24 hours from now", "expires_at")
    return at
