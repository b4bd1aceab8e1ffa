"""Payouts, and the balance transactions each is made of, fees included.

That of a charge is there from its capture on; the others come into being with the payout that
hands them over, as nobody here reads them before.
"""

from collections import defaultdict
from collections.abc import Iterator

from simulator.json_types import JsonObject
from simulator.stripe.calls import StripeCall
from simulator.stripe.charges import charge_fee
from simulator.stripe.listing import PAGING, page

_ARRIVES_AFTER_SECONDS = 2 * 24 * 3600


def retrieve(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    return call.account.payout(call.target)


def list_all(call: StripeCall) -> JsonObject:
    call.params.only(PAGING | {"status"})
    status = call.params.text("status")
    payouts = call.account.payouts.values()
    return page(call.params, "/v1/payouts", payouts, lambda each: status in (None, each["status"]))


def list_lines(call: StripeCall) -> JsonObject:
    """As of an automatic payout: its own transaction is among them."""
    call.params.only(PAGING | {"payout", "type"})
    payout, kind = call.params.text("payout"), call.params.text("type")

    def keep(line: JsonObject) -> bool:
        paid_with = call.account.paid_with.get(line["id"])
        return payout in (None, paid_with) and kind in (None, line["type"])

    lines = call.account.balance_transactions.values()
    return page(call.params, "/v1/balance_transactions", lines, keep)


def pay_out(call: StripeCall) -> list[JsonObject]:
    """Everything not paid out yet, one payout for each currency; Stripe does so every day."""
    pending: dict[str, list[JsonObject]] = defaultdict(list)
    for line in _unpaid(call):
        pending[line["currency"]].append(line)
    return [_payout(call, currency, lines) for currency, lines in pending.items()]


def _payout(call: StripeCall, currency: str, lines: list[JsonObject]) -> JsonObject:
    amount = sum(line["net"] for line in lines)
    payout: JsonObject = {
        "id": call.ids.prefixed("po"),
        "object": "payout",
        "amount": amount,
        "arrival_date": call.now + _ARRIVES_AFTER_SECONDS,
        "automatic": True,
        "balance_transaction": None,
        "created": call.now,
        "currency": currency,
        "livemode": False,
        "metadata": {},
        "method": "standard",
        "reconciliation_status": "completed",
        "status": "paid",
        "type": "bank_account",
    }
    own = _line(call, call.ids.prefixed("txn"), "payout", payout, -amount)
    payout["balance_transaction"] = own["id"]
    call.account.payouts[payout["id"]] = payout
    for line in [*lines, own]:
        call.account.balance_transactions[line["id"]] = line
        call.account.paid_with[line["id"]] = payout["id"]
    call.emit("payout.created", {**payout, "status": "pending"})
    call.emit("payout.paid", payout)
    return payout


def _unpaid(call: StripeCall) -> Iterator[JsonObject]:
    """One for each movement of money, under the id its object has told of before."""
    return (line for line in _owed(call) if line["id"] not in call.account.paid_with)


def _owed(call: StripeCall) -> Iterator[JsonObject]:
    for charge in call.account.charges.values():
        if charge["captured"]:
            amount = charge["amount_captured"]
            txn = charge["balance_transaction"]
            yield _line(call, txn, "charge", charge, amount, charge_fee(amount))
    for refund in call.account.refunds.values():
        yield _line(call, refund["balance_transaction"], "refund", refund, -refund["amount"])
        if refund["status"] == "failed":
            txn = refund["failure_balance_transaction"]
            yield _line(call, txn, "refund_failure", refund, refund["amount"])
    for dispute in call.account.disputes.values():
        for moved in dispute["balance_transactions"]:
            amount, fee = moved["amount"], moved["fee"]
            yield _line(call, moved["id"], "adjustment", dispute, amount, fee)


def _line(
    call: StripeCall, txn: str, kind: str, source: JsonObject, amount: int, fee: int = 0
) -> JsonObject:
    return {
        "id": txn,
        "object": "balance_transaction",
        "amount": amount,
        "available_on": call.now,
        "created": call.now,
        "currency": source["currency"],
        "exchange_rate": None,
        "fee": fee,
        "net": amount - fee,
        "reporting_category": kind,
        "source": source["id"],
        "status": "available",
        "type": kind,
    }
