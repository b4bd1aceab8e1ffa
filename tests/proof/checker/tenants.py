"""No tenant's items speak of another's, or of objects in another's account."""

import re
from collections.abc import Iterator
from typing import Any

from tests.proof.checker.evidence import Evidence, Item, Violation

RULE = "no tenant crossed"
_PLATFORM = ("KEY#", "TENANTS#")
# Other texts may begin with T#, too: what is packed onto an order's head looks like anything.
_OF_A_TENANT = re.compile(r"T#([a-z0-9][a-z0-9-]{2,39})#")
_ORDER_ID = re.compile(r"ord_[0-9A-Z]{26}")


def check(evidence: Evidence) -> Iterator[Violation]:
    owners = {file.order_id: file.tenant_id for file in evidence.orders()}
    owners |= {one.order_id: one.tenant_id for one in evidence.placements if one.order_id}
    ids = _provider_ids(evidence)
    for item in evidence.items:
        if not item["PK"].startswith("T#"):
            if not item["PK"].startswith(_PLATFORM):
                yield Violation(RULE, "-", "-", f"{item['PK']} is nobody's")
            continue
        tenant_id = item["PK"].split("#")[1]
        for word in _strings(item):
            yield from _strange(tenant_id, item, word, owners, ids)
    for offence in evidence.offences:
        yield Violation(RULE, "-", "-", offence)


def _strange(
    tenant_id: str, item: Item, word: str, owners: dict[str, str], ids: dict[str, str]
) -> Iterator[Violation]:
    where = f"in {item['PK']} {item['SK']}"
    whose = _OF_A_TENANT.match(word)
    if whose and whose[1] != tenant_id:
        yield Violation(RULE, tenant_id, "-", f"{word} {where}")
    for order_id in _ORDER_ID.findall(word):
        if owners.get(order_id, tenant_id) != tenant_id:
            yield Violation(RULE, tenant_id, order_id, f"of {owners[order_id]}, {where}")
    if ids.get(word, tenant_id) != tenant_id:
        yield Violation(RULE, tenant_id, "-", f"{word} of {ids[word]} {where}")


def _provider_ids(evidence: Evidence) -> dict[str, str]:
    """Whose an intent, a refund, a label or a tracking number is."""
    found: dict[str, str] = {}
    for shop in evidence.shops:
        stripe = evidence.account("stripe", shop.stripe)
        labels = evidence.account("shipstation", shop.shipstation).get("labels", {})
        named = [
            one["id"]
            for section in ("intents", "refunds", "disputes")
            for one in stripe.get(section, {}).get("items", [])
        ]
        for label in labels.get("items", []):
            named += [label["label_id"], label["tracking_number"]]
        found |= dict.fromkeys(named, shop.tenant_id)
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
