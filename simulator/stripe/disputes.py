"""Disputes: the shopper's bank takes a charge's money back, and may return it."""

from simulator.json_types import JsonObject
from simulator.stripe.calls import StripeCall
from simulator.stripe.listing import PAGING, page

FEE = 1500
"""What Stripe takes for a dispute, in minor units; it keeps the fee of one that is won."""

_EVIDENCE_SECONDS = 9 * 24 * 3600


def retrieve(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    return call.account.dispute(call.target)


def list_all(call: StripeCall) -> JsonObject:
    call.params.only(PAGING | {"payment_intent", "charge"})
    intent, charge = call.params.text("payment_intent"), call.params.text("charge")

    def keep(dispute: JsonObject) -> bool:
        return intent in (None, dispute["payment_intent"]) and charge in (None, dispute["charge"])

    return page(call.params, "/v1/disputes", call.account.disputes.values(), keep)


def open_dispute(
    call: StripeCall, charge: JsonObject, amount: int, reason: str, *, inquiry: bool
) -> JsonObject:
    """An inquiry only asks; a dispute takes the money, and a fee, at once."""
    dispute: JsonObject = {
        "id": call.ids.prefixed("dp"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": call.now,
        "currency": charge["currency"],
        "evidence_details": {
            "due_by": call.now + _EVIDENCE_SECONDS,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": inquiry,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "warning_needs_response" if inquiry else "needs_response",
    }
    call.account.disputes[dispute["id"]] = dispute
    charge["disputed"] = True
    call.emit("charge.dispute.created", dispute)
    if not inquiry:
        _move(call, dispute, -amount, FEE)
        call.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def submit_evidence(call: StripeCall, dispute: JsonObject) -> None:
    previous = dispute["status"]
    inquiry = previous.startswith("warning_")
    dispute["status"] = "warning_under_review" if inquiry else "under_review"
    call.emit("charge.dispute.updated", dispute, {"status": previous})


def close(call: StripeCall, dispute: JsonObject, outcome: str) -> None:
    """`outcome`: won, lost or warning_closed. Money comes back before the dispute is closed."""
    previous = dispute["status"]
    dispute["status"] = outcome
    if outcome == "won" and dispute["balance_transactions"]:
        _move(call, dispute, dispute["amount"], 0)
        call.emit("charge.dispute.funds_reinstated", dispute)
    call.emit("charge.dispute.closed", dispute, {"status": previous})


def _move(call: StripeCall, dispute: JsonObject, amount: int, fee: int) -> None:
    category = "dispute" if amount < 0 else "dispute_reversal"
    dispute["balance_transactions"].append(
        {
            "id": call.ids.prefixed("txn"),
            "object": "balance_transaction",
            "amount": amount,
            "currency": dispute["currency"],
            "fee": fee,
            "net": amount - fee,
            "reporting_category": category,
            "type": "adjustment",
        }
    )
