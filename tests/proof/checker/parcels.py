"""One label for an order that ships, none that counts for one that does not."""

from collections.abc import Iterator
from typing import Any

from tests.proof.checker.evidence import Evidence, OrderFile, Violation

RULE = "one label"
_SHIPS = {
    *("labelled", "shipped", "out_for_delivery", "ready_for_pickup", "exception", "delivered"),
    *("returning", "returned"),
}


def check(evidence: Evidence) -> Iterator[Violation]:
    for file in evidence.orders():
        shop = evidence.shop_of.get(file.tenant_id)
        books = evidence.account("shipstation", shop.shipstation) if shop else {}
        bought = [
            label
            for label in books.get("labels", {}).get("items", [])
            if str(label["external_shipment_id"] or "").startswith(file.order_id)
        ]
        given_back = set(books.get("voids", {}).get("label_ids", []))
        yield from _one(file, bought, given_back)


def _one(
    file: OrderFile, bought: list[dict[str, Any]], given_back: set[str]
) -> Iterator[Violation]:
    parcel = file.head.get("fulfilment", {})
    live = [label["label_id"] for label in bought if label["label_id"] not in given_back]
    ids = [label["label_id"] for label in bought]
    if len(bought) > 1:
        yield Violation(RULE, file.tenant_id, file.order_id, f"bought {ids}")
    expected = [parcel.get("label_id")] if parcel.get("state") in _SHIPS else []
    if live != expected:
        seen = f"the order is {parcel.get('state', 'none')} with {expected}, to be paid: {live}"
        yield Violation(RULE, file.tenant_id, file.order_id, seen)
