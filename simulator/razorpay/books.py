"""Razorpay's own truth, to reconcile a ledger against."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from simulator.json_types import JsonObject
from simulator.razorpay.account import RazorpayAccount

_ORDER = ("id", "amount", "amount_paid", "currency", "status", "receipt", "attempts", "created_at")
_PAYMENT = (
    "id",
    "order_id",
    "amount",
    "amount_refunded",
    "currency",
    "status",
    "captured",
    "fee",
    "created_at",
)
_LINK = ("id", "amount", "amount_paid", "currency", "status", "reference_id", "order_id")
_DISPUTE = ("id", "payment_id", "amount", "amount_deducted", "currency", "status", "phase")
_REFUND = ("id", "payment_id", "amount", "currency", "status", "receipt", "created_at")


def account_books(account: RazorpayAccount) -> JsonObject:
    """Everything in the account, with sums in minor units per currency (lower case)."""
    captured = _sums(payment for payment in account.payments.values() if payment["captured"])
    refunded = _sums(r for r in account.refunds.values() if r["status"] == "processed")
    disputed = _sums(account.disputes.values(), "amount_deducted")
    return {
        "orders": _section(account.orders.values(), _ORDER),
        "links": _section(account.links.values(), _LINK),
        "payments": _section(account.payments.values(), _PAYMENT),
        "disputes": _section(account.disputes.values(), _DISPUTE),
        "refunds": _section(account.refunds.values(), _REFUND),
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


def _section(objects: Iterable[JsonObject], fields: tuple[str, ...]) -> JsonObject:
    items = [{name: item[name] for name in fields} for item in objects]
    return {
        "count": len(items),
        "by_status": dict(Counter(item["status"] for item in items)),
        "items": items,
    }


def _sums(objects: Iterable[JsonObject], amount: str = "amount") -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for item in objects:
        totals[item["currency"].lower()] += item[amount]
    return {name: total for name, total in totals.items() if total}
