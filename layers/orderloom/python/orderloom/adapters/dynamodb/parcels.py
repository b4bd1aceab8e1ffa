"""Parcels on their way, listed by their orders' heads."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from pynamodb.expressions.operand import Path

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import still_at
from orderloom.adapters.dynamodb.order_mapping import order_changes
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.adapters.dynamodb.record import record_of, required
from orderloom.adapters.dynamodb.table import Table
from orderloom.domain.order import Order
from orderloom.domain.parcel_watch import looked
from orderloom.errors import VersionConflict
from orderloom.ports.parcels import ParcelsUnderWay


class DynamoParcels(ParcelsUnderWay):
    """An entry moves with its head in one write, so that no parcel is ever forgotten."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self._table = table
        self._tenant_id = tenant_id

    def due(self, account: str, by: datetime, *, limit: int, shards: int) -> Sequence[str]:
        lists = [self._shard(account, shard, by, limit) for shard in range(shards)]
        return [position.partition("#")[2] for position in islice(heapq.merge(*lists), limit)]

    def look_again(self, order: Order, at: datetime | None) -> None:
        self._table.update(
            keys.order(self._tenant_id, order.order_id),
            order_changes(looked(order, at)),
            when=still_at(order.version),
            otherwise=VersionConflict(f"{order.order_id} is past version {order.version}"),
        )

    def _shard(self, account: str, shard: int, by: datetime, limit: int) -> Iterator[str]:
        items = self._table.query(
            keys.parcels_partition(self._tenant_id, account, shard),
            where=Path("CUSK") < keys.parcels_until(by),
            index=keys.CUSTOMER_INDEX,
            page_size=limit,
        )
        for item in items:
            yield required(record_of(OrderRecord, item), "CUSK")
