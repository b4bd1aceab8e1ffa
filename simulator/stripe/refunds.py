"""Refunds of captured charges, whole or in part."""

from simulator.json_types import JsonObject
from simulator.stripe.calls import StripeCall
from simulator.stripe.errors import invalid, refused
from simulator.stripe.listing import PAGING, page

_CREATING = frozenset({"payment_intent", "charge", "amount", "reason", "metadata"})
_REASONS = frozenset({"duplicate", "fraudulent", "requested_by_customer"})


def create(call: StripeCall) -> JsonObject:
    """Refunds `amount` minor units, or all that is left; never more than was captured."""
    params = call.params
    params.only(_CREATING)
    reason = params.choice("reason", _REASONS)
    requested = params.integer("amount")
    charge = _charge_to_refund(call)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left <= 0:
        raise refused(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    amount = left if requested is None else requested
    if amount > left:
        raise refused(
            f"Refund amount ({amount}) is greater than the unrefunded amount ({left}).",
            param="amount",
        )
    refund = _new_refund(call, charge, amount, reason)
    call.account.refunds[refund["id"]] = refund
    _book(call, charge, refund)
    return refund


def retrieve(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    return call.account.refund(call.target)


def update(call: StripeCall) -> JsonObject:
    call.params.only(frozenset({"metadata"}))
    refund = call.account.refund(call.target)
    previous = refund["metadata"]
    refund["metadata"] = call.params.merged_metadata(previous)
    _announce_update(call, refund, {"metadata": previous})
    return refund


def list_all(call: StripeCall) -> JsonObject:
    call.params.only(PAGING | {"payment_intent", "charge"})
    intent, charge = call.params.text("payment_intent"), call.params.text("charge")

    def keep(refund: JsonObject) -> bool:
        return intent in (None, refund["payment_intent"]) and charge in (None, refund["charge"])

    return page(call.params, "/v1/refunds", call.account.refunds.values(), keep)


def _charge_to_refund(call: StripeCall) -> JsonObject:
    intent_id, charge_id = call.params.text("payment_intent"), call.params.text("charge")
    if intent_id is None and charge_id is None:
        raise invalid(
            "One of payment_intent and charge is required.", "payment_intent", "parameter_missing"
        )
    if charge_id is None:
        intent = call.account.intent(intent_id or "", "payment_intent")
        charge_id = intent["latest_charge"]
    charge = call.account.charges.get(charge_id or "")
    if charge is None and intent_id is None:
        call.account.charge(charge_id or "", "charge")
    if charge is None or not charge["captured"]:
        raise refused(f"{intent_id or charge_id} has no successful charge to refund.")
    return charge


def _new_refund(
    call: StripeCall, charge: JsonObject, amount: int, reason: str | None
) -> JsonObject:
    return {
        "id": call.ids.prefixed("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": call.ids.prefixed("txn"),
        "charge": charge["id"],
        "created": call.now,
        "currency": charge["currency"],
        "destination_details": {
            "type": "card",
            "card": {"type": "refund", "reference_status": "pending", "reference_type": None},
        },
        "metadata": call.params.merged_metadata({}),
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def _book(call: StripeCall, charge: JsonObject, refund: JsonObject) -> None:
    """Stripe announces the refund, then the charge, then the refund again with its reference."""
    before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
    charge["amount_refunded"] += refund["amount"]
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    changed = {name: value for name, value in before.items() if charge[name] != value}
    call.emit("refund.created", refund)
    call.emit("charge.refunded", charge, changed)
    pending = refund["destination_details"]
    refund["destination_details"] = {
        "type": "card",
        "card": {
            "type": "refund",
            "reference": call.ids.digits(16),
            "reference_status": "available",
            "reference_type": "acquirer_reference_number",
        },
    }
    _announce_update(call, refund, {"destination_details": pending})


def fail(call: StripeCall, refund: JsonObject) -> None:
    """The shopper's bank sends the money back to the merchant, days later."""
    charge = call.account.charges[refund["charge"]]
    before = {"status": refund["status"]}
    refund.update(
        status="failed",
        failure_reason="expired_or_canceled_card",
        failure_balance_transaction=call.ids.prefixed("txn"),
    )
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
    call.emit("refund.failed", refund)
    _announce_update(call, refund, before)


def _announce_update(call: StripeCall, refund: JsonObject, previous: JsonObject) -> None:
    """One change, two names: the older charge.refund.updated is still sent beside the newer."""
    call.emit("refund.updated", refund, previous)
    call.emit("charge.refund.updated", refund, previous)
