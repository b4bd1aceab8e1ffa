"""Parcels on their way, in memory."""

from collections.abc import Sequence
from datetime import datetime

from orderloom.domain.parcel_watch import Watch
from orderloom.errors import VersionConflict
from orderloom.ports.parcels import ParcelsUnderWay

from tests.fakes.orders import FakeOrders


class FakeParcels(ParcelsUnderWay):
    """Those that commits of `orders` put under watch."""

    def __init__(self, orders: FakeOrders) -> None:
        self._watches = orders.watches

    def due(self, account: str, by: datetime, *, limit: int, shards: int) -> Sequence[Watch]:
        found = [
            watch
            for watch in self._watches.values()
            if watch.account == account and watch.due <= by and watch.shard < shards
        ]
        return sorted(found, key=lambda watch: watch.due)[:limit]

    def put_off(self, watch: Watch, until: datetime) -> None:
        self._check(watch)
        self._watches[watch.order_id] = watch.model_copy(update={"due": until})

    def forget(self, watch: Watch) -> None:
        self._check(watch)
        del self._watches[watch.order_id]

    def _check(self, watch: Watch) -> None:
        if self._watches.get(watch.order_id) != watch:
            raise VersionConflict(f"{watch.order_id}: another looks after its parcel")
