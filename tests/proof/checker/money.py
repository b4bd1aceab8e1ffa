"""One charge for an order; and its ledger says what the provider's books say."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.proof.checker.evidence import Books, Evidence, OrderFile, Violation

ONE_CHARGE = "one charge"
LEDGER = "ledger = books"


def check_charges(evidence: Evidence) -> Iterator[Violation]:
    for file in evidence.orders():
        books = _stripe(evidence, file)
        intents = _of(file, books, "intents")
        taken = [intent for intent in intents if intent["amount_received"]]
        total = sum(intent["amount_received"] for intent in taken)
        if len(intents) > 1:
            yield _violation(ONE_CHARGE, file, f"{len(intents)} payments were asked for")
        if len(taken) > 1 or total > file.head.get("total", 0):
            yield _violation(ONE_CHARGE, file, f"{len(taken)} payments, {total} taken in all")
        sent_back = sum(refund["amount"] for refund in _refunds(books, intents))
        if sent_back > total:
            yield _violation(ONE_CHARGE, file, f"{sent_back} sent back of {total}")
        wished = [item["amount"] for name, item in file.items.items() if name.startswith("OP#")]
        if file.head.get("lifecycle") == "closed":
            yield from _given_up(file, intents, total - sent_back - _claimed(books, intents))
        if file.head.get("lifecycle", "open") == "open" and sent_back > sum(wished):
            yield _violation(ONE_CHARGE, file, f"{sent_back} sent back, asked: {wished}")


def _given_up(file: OrderFile, intents: list[dict[str, Any]], kept: int) -> Iterator[Violation]:
    """Nothing of a cancelled order's money is kept, and nothing can be paid any more."""
    if kept > 0:
        yield _violation(ONE_CHARGE, file, f"cancelled, and {kept} are kept")
    for intent in intents:
        if intent["status"] not in {"canceled", "succeeded"}:
            yield _violation(ONE_CHARGE, file, f"cancelled, and {intent['id']} can be paid")


def check_ledger(evidence: Evidence) -> Iterator[Violation]:
    for file in evidence.orders():
        for entry in file.ledger:
            if sum(line["amount"] for line in entry["lines"]) != 0:
                yield _violation(LEDGER, file, f"{entry['SK']} does not balance")
        books = _stripe(evidence, file)
        theirs, ours = _theirs(file, books), _ours(file)
        if theirs != ours:
            yield _violation(LEDGER, file, f"the provider has {theirs}, the ledger {ours}")
        if (seen := file.payment.get("captured", 0)) != ours["captured"]:
            yield _violation(LEDGER, file, f"the order says {seen} captured, the ledger {ours}")


def _ours(file: OrderFile) -> dict[str, int]:
    """Totals of the accounts, as positive numbers."""
    totals: Counter[str] = Counter()
    for entry in file.ledger:
        for line in entry["lines"]:
            totals[line["account"]] += line["amount"]
    return {
        "captured": -totals["captured"],
        "refunded": totals["refunded"],
        "disputed": totals["disputed"] + totals["reinstated"],
    }


def _claimed(books: Books, intents: list[dict[str, Any]]) -> int:
    """What banks took back. Won, or only asked about: nothing is gone for good."""
    names = {intent["id"] for intent in intents}
    disputes = [one for one in _items(books, "disputes") if one["payment_intent"] in names]
    return sum(one["amount"] for one in disputes if one["status"] in _MONEY_GONE)


def _theirs(file: OrderFile, books: Books) -> dict[str, int]:
    intents = _of(file, books, "intents")
    return {
        "captured": sum(intent["amount_received"] for intent in intents),
        "refunded": sum(refund["amount"] for refund in _refunds(books, intents)),
        "disputed": _claimed(books, intents),
    }


_MONEY_GONE = {"needs_response", "under_review", "lost"}


def _refunds(books: Books, intents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = {intent["id"] for intent in intents}
    return [
        refund
        for refund in _items(books, "refunds")
        if refund["payment_intent"] in names and refund["status"] not in {"failed", "canceled"}
    ]


def _of(file: OrderFile, books: Books, section: str) -> list[dict[str, Any]]:
    """Objects that name the order, as every one of ours does."""
    return [
        item for item in _items(books, section) if item["metadata"].get("order_id") == file.order_id
    ]


def _items(books: Books, section: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = books.get(section, {}).get("items", [])
    return found


def _stripe(evidence: Evidence, file: OrderFile) -> Books:
    shop = evidence.shop_of.get(file.tenant_id)
    return evidence.account("stripe", shop.stripe) if shop else {}


def _violation(rule: str, file: OrderFile, seen: str) -> Violation:
    return Violation(rule, file.tenant_id, file.order_id, seen)
