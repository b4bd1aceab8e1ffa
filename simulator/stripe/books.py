"""Stripe's own truth, to reconcile a ledger against."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from simulator.json_types import JsonObject
from simulator.stripe.account import StripeAccount

_INTENT = (
    "id",
    "amount",
    "amount_received",
    "amount_capturable",
    "currency",
    "status",
    "latest_charge",
    "capture_method",
    "created",
    "metadata",
)
_CHARGE = (
    "id",
    "amount",
    "amount_captured",
    "amount_refunded",
    "currency",
    "status",
    "captured",
    "refunded",
    "payment_intent",
    "created",
    "metadata",
)
_SESSION = ("id", "amount_total", "currency", "status", "payment_status", "payment_intent")
_REFUND = ("id", "amount", "currency", "status", "charge", "payment_intent", "created", "metadata")
_DISPUTE = ("id", "amount", "currency", "status", "charge", "payment_intent", "created")


def account_books(account: StripeAccount) -> JsonObject:
    """Everything in the account, with sums in minor units per currency."""
    captured = _sums(account.charges.values(), "amount_captured")
    refunded = _sums(account.refunds.values(), "amount")
    disputed = _withdrawn(account.disputes.values())
    return {
        "intents": _section(account.intents.values(), _INTENT),
        "sessions": _section(account.sessions.values(), _SESSION),
        "charges": _section(account.charges.values(), _CHARGE),
        "refunds": _section(account.refunds.values(), _REFUND),
        "disputes": _section(account.disputes.values(), _DISPUTE),
        "payouts": _paid_out(account),
        "events": {"count": len(account.events)},
        "sums": {
            "captured": captured,
            "refunded": refunded,
            "disputed": disputed,
            "net": {
                name: total - refunded.get(name, 0) - disputed.get(name, 0)
                for name, total in captured.items()
            },
        },
    }


def _paid_out(account: StripeAccount) -> JsonObject:
    """Every line with its payout, and what of them reached the bank; minor units."""
    lines = [
        {**line, "payout": account.paid_with[line["id"]]}
        for line in account.balance_transactions.values()
        if line["type"] != "payout" and line["id"] in account.paid_with
    ]
    totals: dict[str, dict[str, int]] = {"net": defaultdict(int), "fees": defaultdict(int)}
    for line in lines:
        totals["net"][line["currency"]] += line["net"]
        totals["fees"][line["currency"]] += line["fee"]
    return {"count": len(account.payouts), "lines": lines, **totals}


def _section(objects: Iterable[JsonObject], fields: tuple[str, ...]) -> JsonObject:
    items = [{name: item[name] for name in fields} for item in objects]
    return {
        "count": len(items),
        "by_status": dict(Counter(item["status"] for item in items)),
        "items": items,
    }


def _sums(objects: Iterable[JsonObject], amount: str) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for item in objects:
        if item["status"] == "succeeded":
            totals[item["currency"]] += item[amount]
    return dict(totals)


def _withdrawn(disputes: Iterable[JsonObject]) -> dict[str, int]:
    """What disputes took and did not give back, fees apart."""
    totals: dict[str, int] = defaultdict(int)
    for dispute in disputes:
        for line in dispute["balance_transactions"]:
            totals[line["currency"]] -= line["amount"]
    return dict(totals)
