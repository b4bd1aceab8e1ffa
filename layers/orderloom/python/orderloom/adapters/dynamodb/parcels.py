"""Parcels on their way: an item each, beside their orders, in a list by the moment they are due."""

import heapq
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import listed_at
from orderloom.adapters.dynamodb.parcel_records import ParcelRecord
from orderloom.adapters.dynamodb.record import record_of, required
from orderloom.adapters.dynamodb.table import Table
from orderloom.domain.parcel_watch import Watch
from orderloom.errors import VersionConflict
from orderloom.ports.parcels import ParcelsUnderWay

KEPT = timedelta(days=150)
"""After it is due: longer than any parcel is asked after."""


class DynamoParcels(ParcelsUnderWay):
    """Not on the orders' heads: those would grow above a KB, and cost twice with each scan."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self._table = table
        self._tenant_id = tenant_id

    def due(self, account: str, by: datetime, *, limit: int, shards: int) -> Sequence[Watch]:
        lists = [self._shard(account, shard, by, limit) for shard in range(shards)]
        return list(islice(heapq.merge(*lists, key=lambda watch: watch.due), limit))

    def put_off(self, watch: Watch, until: datetime) -> None:
        later = watch.model_copy(update={"due": until})
        record = parcel_record(self._tenant_id, later)
        changes = [
            ParcelRecord.CUSK.set(record.CUSK),
            ParcelRecord.expires_at.set(record.expires_at),
        ]
        self._update(watch, changes)

    def forget(self, watch: Watch) -> None:
        """Out of the list; the item itself goes by its time to live."""
        self._update(watch, [ParcelRecord.CUPK.remove(), ParcelRecord.CUSK.remove()])

    def _update(self, watch: Watch, changes: Sequence[Action]) -> None:
        self._table.update(
            keys.parcel(self._tenant_id, watch.order_id),
            changes,
            when=listed_at(keys.parcels_sort(watch.due, watch.order_id)),
            otherwise=VersionConflict(f"{watch.order_id}: another looks after its parcel"),
        )

    def _shard(self, account: str, shard: int, by: datetime, limit: int) -> Iterator[Watch]:
        items = self._table.query(
            keys.parcels_partition(self._tenant_id, account, shard),
            where=Path("CUSK") < keys.parcels_until(by),
            index=keys.CUSTOMER_INDEX,
            page_size=limit,
        )
        for item in items:
            due, _, order_id = required(record_of(ParcelRecord, item), "CUSK").partition("#")
            moment = datetime.fromisoformat(due).astimezone(UTC)
            yield Watch(order_id=order_id, account=account, shard=shard, due=moment)


def parcel_record(tenant_id: str, watch: Watch) -> ParcelRecord:
    return ParcelRecord(
        *keys.parcel(tenant_id, watch.order_id),
        CUPK=keys.parcels_partition(tenant_id, watch.account, watch.shard),
        CUSK=keys.parcels_sort(watch.due, watch.order_id),
        expires_at=int((watch.due + KEPT).timestamp()),
    )
