"""One tenant's attempts to buy labels, in the partitions of their orders."""

from datetime import timedelta
from typing import Any

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import absent, as_attempted
from orderloom.adapters.dynamodb.label_purchase_records import LabelPurchaseRecord
from orderloom.adapters.dynamodb.stored import stored, value_of
from orderloom.adapters.dynamodb.table import Table
from orderloom.domain.label_purchase import LabelPurchase
from orderloom.errors import VersionConflict
from orderloom.ports.clock import Clock
from orderloom.ports.label_purchases import LabelPurchases

_SHARED = ("account", "carrier", "currency")
"""What offers of one attempt mostly have in common: the record stays below a KB without it."""

KEPT = timedelta(days=400)
"""Longer than an order waits for its label: what was bought is on the order then."""


class DynamoLabelPurchases(LabelPurchases):
    """Single writes: an attempt concerns no other item."""

    def __init__(self, table: Table, tenant_id: str, clock: Clock) -> None:
        self.tenant_id = tenant_id
        self._table = table
        self._clock = clock

    def newest(self, order_id: str) -> LabelPurchase | None:
        key = keys.label_purchase(self.tenant_id, order_id)
        record = self._table.get(LabelPurchaseRecord, key)
        return purchase_of(record) if record else None

    def save(self, purchase: LabelPurchase, *, after: LabelPurchase | None) -> None:
        key = keys.label_purchase(self.tenant_id, purchase.order_id)
        expires_at = int((self._clock.now() + KEPT).timestamp())
        self._table.put(
            LabelPurchaseRecord(*key, expires_at=expires_at, **fields_of(purchase)),
            when=as_attempted(after.attempt, after.looks) if after else absent(),
            otherwise=VersionConflict(f"{purchase.order_id}: another attempt to buy its label"),
        )


def purchase_of(record: LabelPurchaseRecord) -> LabelPurchase:
    """Raises CorruptRecord."""
    offer = record.offer or {}
    shared = {name: offer[name] for name in _SHARED if name in offer}
    whole = {"alternatives": [{**shared, **each} for each in record.alternatives or ()]}
    return value_of(LabelPurchase, record.attribute_values | whole, record.key)


def fields_of(purchase: LabelPurchase) -> dict[str, Any]:
    fields = stored(purchase)
    offer = fields["offer"]
    fields["alternatives"] = [
        {name: it for name, it in each.items() if name not in _SHARED or it != offer[name]}
        for each in fields.get("alternatives", ())
    ] or None
    return fields
