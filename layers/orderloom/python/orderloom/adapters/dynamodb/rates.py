"""One tenant's rates in the table."""

from contextlib import suppress
from datetime import datetime, timedelta

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import absent
from orderloom.adapters.dynamodb.rate_records import ContentionRecord, RateRecord
from orderloom.adapters.dynamodb.table import Table
from orderloom.errors import AlreadyApplied
from orderloom.ports.rates import RateCounters

KEPT = timedelta(hours=1)


class DynamoRateCounters(RateCounters):
    """Single writes, each of one unit: nothing hangs on their being exact."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self._table = table

    def add_orders(self, at: datetime, count: int) -> int:
        return self._add(keys.order_rate(self.tenant_id, at), at, count)

    def add_reservations(self, sku: str, at: datetime, count: int) -> int:
        return self._add(keys.sku_rate(self.tenant_id, sku, at), at, count)

    def order_list_contended(self, at: datetime, shards: int) -> None:
        self._note(keys.order_list_contention(self.tenant_id, at), at, shards, None)

    def stock_contended(self, sku: str, at: datetime, shards: int) -> None:
        self._note(keys.sku_contention(self.tenant_id, sku, at), at, shards, sku)

    def _add(self, key: keys.Key, at: datetime, count: int) -> int:
        changes = [RateRecord.counted.add(count), RateRecord.expires_at.set(_expiry(at))]
        changed = self._table.update(key, changes)
        return int(changed["counted"]["N"])

    def _note(self, key: keys.Key, at: datetime, shards: int, sku: str | None) -> None:
        record = ContentionRecord(
            *key, tenant_id=self.tenant_id, sku=sku, shards=shards, expires_at=_expiry(at)
        )
        with suppress(AlreadyApplied):
            self._table.put(record, when=absent(), otherwise=AlreadyApplied("/".join(key)))


def _expiry(at: datetime) -> int:
    return int((at + KEPT).timestamp())
