"""Each fact stands on the timeline once, under one id, and none is missing from it."""

from collections import Counter
from collections.abc import Iterator

from tests.proof.checker.evidence import Evidence, Item, OrderFile, Violation

RULE = "each fact told once"
_ONCE = {
    *("stock.reserved", "payment.requested", "payment.captured", "payment.voided"),
    *("label.purchased", "label.voided", "order.cancelled", "order.cancel_requested"),
}
_NOTED = "provider_event.noted"


def check(evidence: Evidence) -> Iterator[Violation]:
    known: dict[tuple[str, str], str] = {}
    for file in evidence.orders():
        yield from _timeline(file)
        for event in file.events:
            source = event.get("provider_event")
            if not source:
                continue
            name = (source["provider"], source["event_id"])
            if name in known:
                yield _violation(file, f"{name} is also told of {known[name]}")
            known[name] = f"{file.order_id} as {event['type']}"


def _timeline(file: OrderFile) -> Iterator[Violation]:
    changes = [event for event in file.events if event["type"] != _NOTED]
    versions = sorted([1, *(event["version"] for event in changes)])
    if versions != list(range(1, file.head.get("version", 0) + 1)):
        yield _violation(file, f"version {file.head.get('version')}, told of {versions}")
    for kind, times in Counter(event["type"] for event in changes).items():
        if kind in _ONCE and times > 1:
            yield _violation(file, f"{kind} is told {times} times")
    objects = Counter(_money_fact(event) for event in changes)
    for fact, times in objects.items():
        if fact is not None and times > 1:
            yield _violation(file, f"{fact} is told {times} times")


def _money_fact(event: Item) -> tuple[str, str] | None:
    """Of a refund: which one, and what became of it."""
    refund = event.get("data", {}).get("refund_id")
    return (event["type"], refund) if refund else None


def _violation(file: OrderFile, seen: str) -> Violation:
    return Violation(RULE, file.tenant_id, file.order_id, seen)
