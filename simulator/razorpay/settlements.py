"""Settlements: what the merchant is owed reaches its bank, once a day, line by line."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from simulator.json_types import JsonObject
from simulator.razorpay.calls import RazorpayCall, page

_INDIA = timezone(timedelta(hours=5, minutes=30))


def retrieve(call: RazorpayCall) -> JsonObject:
    return call.account.settlement(call.target)


def list_all(call: RazorpayCall) -> JsonObject:
    return page(call, call.account.settlements.values())


def list_lines(call: RazorpayCall) -> JsonObject:
    """Those settled in a month in India, or on a day of it."""
    asked = tuple(int(call.query[name]) for name in ("year", "month", "day") if name in call.query)

    def is_of(line: JsonObject) -> bool:
        settled = datetime.fromtimestamp(line["settled_at"], UTC).astimezone(_INDIA)
        return (settled.year, settled.month, settled.day)[: len(asked)] == asked

    return page(call, [line for line in call.account.settled.values() if is_of(line)])


def settle(call: RazorpayCall) -> JsonObject:
    """Everything that was not settled yet."""
    lines = [line for line in _owed(call) if line["entity_id"] not in call.account.settled]
    settlement: JsonObject = {
        "id": call.new_id("setl"),
        "entity": "settlement",
        "amount": sum(line["credit"] - line["debit"] for line in lines),
        "status": "processed",
        "fees": 0,
        "tax": 0,
        "utr": call.ids.token(12),
        "created_at": call.now,
    }
    call.account.settlements[settlement["id"]] = settlement
    for line in lines:
        whose = {"settlement_id": settlement["id"], "settled_at": call.now, "settled": True}
        call.account.settled[line["entity_id"]] = {**line, **whose}
    call.emit("settlement.processed", settlement=settlement)
    return settlement


def _owed(call: RazorpayCall) -> Iterator[JsonObject]:
    account = call.account
    for payment in account.payments.values():
        if payment["captured"]:
            credit = payment["amount"] - payment["fee"]
            yield _line(call, "payment", payment, payment, credit=credit, fee=payment["fee"])
    for refund in account.refunds.values():
        if refund["status"] == "processed":
            payment = account.payments[refund["payment_id"]]
            yield _line(call, "refund", refund, payment, debit=refund["amount"])
    for dispute in account.disputes.values():
        if dispute["amount_deducted"]:
            payment = account.payments[dispute["payment_id"]]
            taken = {"debit": dispute["amount_deducted"]}
            line = _line(call, "adjustment", dispute, payment, **taken)
            yield {**line, "order_id": None, "payment_id": None, "dispute_id": dispute["id"]}


def _line(
    call: RazorpayCall,
    kind: str,
    subject: JsonObject,
    payment: JsonObject,
    *,
    debit: int = 0,
    credit: int = 0,
    fee: int = 0,
) -> JsonObject:
    return {
        "entity_id": subject["id"],
        "type": kind,
        "debit": debit,
        "credit": credit,
        "amount": subject["amount"],
        "currency": subject["currency"],
        "fee": fee,
        "tax": 0,
        "on_hold": False,
        "created_at": call.now,
        "description": None,
        "notes": [],
        "payment_id": None if kind == "payment" else payment["id"],
        "order_id": payment["order_id"],
        "dispute_id": None,
    }
