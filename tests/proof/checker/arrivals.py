"""No order is lost, and no webhook that was answered with a 2xx."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.proof.checker.evidence import Evidence, OrderFile, Violation

RULE = "no order lost"
_NAMES_NO_EVENTS = {"shipstation"}
"""Its webhooks have no ids of their own: they are counted."""


def check(evidence: Evidence) -> Iterator[Violation]:
    yield from _orders(evidence)
    yield from _webhooks(evidence)
    for letter in evidence.left_over:
        yield Violation(RULE, "-", "-", f"a dead letter is left: {letter}")


def _orders(evidence: Evidence) -> Iterator[Violation]:
    made: dict[str, set[str]] = defaultdict(set)
    for file in evidence.orders():
        if "ORDER" in file.items:
            made[file.tenant_id].add(file.order_id)
    asked: dict[str, set[str]] = defaultdict(set)
    for placement in evidence.placements:
        told = placement.order_id
        if told is None:
            yield Violation(RULE, placement.tenant_id, placement.key, "nobody ever told its id")
            continue
        asked[placement.tenant_id].add(told)
        items = evidence.partition(f"T#{placement.tenant_id}#ORD#{told}")
        missing = [sort for sort in ("ORDER", "PLACED") if sort not in items]
        if missing:
            yield Violation(RULE, placement.tenant_id, told, f"acknowledged, but no {missing}")
    for shop in evidence.shops:
        for order_id in made[shop.tenant_id] - asked[shop.tenant_id]:
            yield Violation(RULE, shop.tenant_id, order_id, "made, but nobody was told of it")


def _webhooks(evidence: Evidence) -> Iterator[Violation]:
    tenants = {
        (provider, account): shop.tenant_id
        for shop in evidence.shops
        for provider, account in (("stripe", shop.stripe), ("shipstation", shop.shipstation))
    }
    told = {
        (file.tenant_id, sort)
        for file in evidence.orders()
        for sort in (*(sort for sort in file.items if sort.startswith("EVENT#")), *_kept(file))
    }
    accepted: Counter[tuple[str, str]] = Counter()
    for webhook in dict.fromkeys(evidence.webhooks):
        tenant_id = tenants.get((webhook.provider, webhook.account))
        if tenant_id is None:
            continue
        if webhook.provider in _NAMES_NO_EVENTS:
            accepted[tenant_id, f"EVENT#{webhook.provider}#"] += 1
        elif (tenant_id, f"EVENT#{webhook.provider}#{webhook.event_id}") not in told:
            what = f"{webhook.event_type} {webhook.event_id} was acknowledged and is nowhere"
            yield Violation(RULE, tenant_id, "-", what)
    for (tenant_id, prefix), number in accepted.items():
        there = sum(whose == tenant_id and sort.startswith(prefix) for whose, sort in told)
        if there < number:
            what = f"{number} webhooks were acknowledged, {there} are {prefix}"
            yield Violation(RULE, tenant_id, "-", what)
    for partition, items in evidence.partitions("T#"):
        if "#PARK#" in partition:
            tenant_id = partition.split("#")[1]
            yield Violation(RULE, tenant_id, "-", f"still parked: {partition} {sorted(items)}")


def _kept(file: OrderFile) -> Iterator[str]:
    """Scans on the head, named as if each were an item."""
    for scan in file.scans:
        source = scan["provider_event"]
        yield f"EVENT#{source['provider']}#{source['event_id']}"
