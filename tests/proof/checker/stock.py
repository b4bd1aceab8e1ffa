"""What came in is on the counters or in an order that keeps it."""

from collections import Counter
from collections.abc import Iterator

from tests.proof.checker.evidence import Evidence, Shop, Violation

RULE = "stock conserved"


def check(evidence: Evidence) -> Iterator[Violation]:
    kept: dict[str, Counter[str]] = {shop.tenant_id: Counter() for shop in evidence.shops}
    for file in evidence.orders():
        allocated: Counter[str] = Counter()
        for allocation in file.head.get("allocations", []):
            allocated[allocation["sku"]] += allocation["quantity"]
        if file.head.get("stock") != "reserved":
            continue
        kept.setdefault(file.tenant_id, Counter()).update(allocated)
        ordered: Counter[str] = Counter()
        for line in file.items.get("PLACED", {}).get("lines", []):
            ordered[line["sku"]] += line["quantity"]
        if allocated != ordered:
            seen = f"ordered {dict(ordered)}, reserved {dict(allocated)}"
            yield Violation(RULE, file.tenant_id, file.order_id, seen)
        if file.head.get("lifecycle") == "closed":
            yield Violation(RULE, file.tenant_id, file.order_id, "cancelled, and keeps its units")
    for shop in evidence.shops:
        yield from _shelf(evidence, shop, kept[shop.tenant_id])


def _shelf(evidence: Evidence, shop: Shop, kept: Counter[str]) -> Iterator[Violation]:
    for sku, came in shop.stocked.items():
        left = 0
        for _, items in evidence.partitions(f"T#{shop.tenant_id}#SKU#{sku}#"):
            units = items.get("STOCK", {}).get("available", 0)
            left += units
            if units < 0:
                yield Violation(RULE, shop.tenant_id, "-", f"a counter of {sku} is at {units}")
        if left + kept[sku] != came:
            seen = f"{sku}: {came} came, {left} are left, orders keep {kept[sku]}"
            yield Violation(RULE, shop.tenant_id, "-", seen)
