"""Charges: one per attempt to take money for a payment intent."""

from simulator.json_types import JsonObject
from simulator.stripe.calls import StripeCall
from simulator.stripe.cards import Card, Decline
from simulator.stripe.listing import PAGING, page

_FEE_PER_MILLE, _FEE_FIXED = 29, 30
_FROM_INTENT = (
    "amount",
    "currency",
    "customer",
    "description",
    "payment_method",
    "receipt_email",
    "shipping",
)


def retrieve(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    return call.account.charge(call.target)


def list_all(call: StripeCall) -> JsonObject:
    call.params.only(PAGING | {"payment_intent", "customer"})
    intent, customer = call.params.text("payment_intent"), call.params.text("customer")

    def keep(charge: JsonObject) -> bool:
        return intent in (None, charge["payment_intent"]) and customer in (
            None,
            charge["customer"],
        )

    return page(call.params, "/v1/charges", call.account.charges.values(), keep)


def attempt(
    call: StripeCall, intent: JsonObject, card: Card, decline: Decline | None
) -> JsonObject:
    """Records the attempt and announces it; amounts in minor units."""
    captured = decline is None and intent["capture_method"] != "manual"
    charge: JsonObject = {
        "id": call.ids.prefixed("ch"),
        "object": "charge",
        **{name: intent[name] for name in _FROM_INTENT},
        "amount_captured": intent["amount"] if captured else 0,
        "amount_refunded": 0,
        "balance_transaction": _settled(call, intent["amount"], intent["currency"])
        if captured
        else None,
        "billing_details": {"address": None, "email": None, "name": None, "phone": None},
        "captured": captured,
        "created": call.now,
        "disputed": False,
        "failure_code": decline.code if decline else None,
        "failure_message": decline.message if decline else None,
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "outcome": _outcome(decline),
        "paid": decline is None,
        "payment_intent": intent["id"],
        "payment_method_details": card.details(),
        "refunded": False,
        "statement_descriptor": None,
        "status": "failed" if decline else "succeeded",
        "transfer_group": None,
    }
    call.account.charges[charge["id"]] = charge
    call.emit("charge.failed" if decline else "charge.succeeded", charge)
    return charge


def capture(call: StripeCall, charge: JsonObject, amount: int) -> None:
    """Takes `amount` minor units of an authorised charge."""
    charge["captured"] = True
    charge["amount_captured"] = amount
    charge["balance_transaction"] = _settled(call, amount, charge["currency"])
    call.emit("charge.captured", charge)


def charge_fee(amount: int) -> int:
    """What Stripe keeps of a captured charge, in minor units."""
    return amount * _FEE_PER_MILLE // 1000 + _FEE_FIXED


def _settled(call: StripeCall, amount: int, currency: str) -> str:
    """The id of what the charge does to the account's balance."""
    fee = charge_fee(amount)
    transaction_id = call.ids.prefixed("txn")
    call.account.balance_transactions[transaction_id] = {
        "id": transaction_id,
        "object": "balance_transaction",
        "amount": amount,
        "created": call.now,
        "currency": currency,
        "fee": fee,
        "net": amount - fee,
        "reporting_category": "charge",
        "type": "charge",
    }
    return transaction_id


def release(call: StripeCall, charge: JsonObject) -> None:
    """Lets an authorisation go. Stripe reports this as a refund of a charge never captured."""
    charge["amount_refunded"] = charge["amount"]
    charge["refunded"] = True
    call.emit("charge.refunded", charge, {"amount_refunded": 0, "refunded": False})


def _outcome(decline: Decline | None) -> JsonObject:
    if decline is None:
        return {
            "network_status": "approved_by_network",
            "reason": None,
            "risk_level": "normal",
            "seller_message": "Payment complete.",
            "type": "authorized",
        }
    return {
        "network_status": "declined_by_network",
        "reason": decline.decline_code or decline.code,
        "risk_level": "normal",
        "seller_message": "The issuer declined the payment.",
        "type": "issuer_declined",
    }
