"""Parcels on their way, in memory: as the heads of orders tell."""

from collections.abc import Sequence
from datetime import datetime

from orderloom.domain.order import Order, account_of
from orderloom.domain.parcel_watch import is_watched, looked
from orderloom.errors import VersionConflict
from orderloom.ports.parcels import ParcelsUnderWay

from tests.fakes.orders import FakeOrders


class FakeParcels(ParcelsUnderWay):
    def __init__(self, orders: FakeOrders) -> None:
        self._orders = orders

    def due(self, account: str, by: datetime, *, limit: int, shards: int) -> Sequence[str]:
        found = [
            (order.fulfilment.watch.at, order.order_id)
            for order in self._orders.heads
            if order.fulfilment.watch
            and is_watched(order)
            and account_of(order.fulfilment) == account
            and order.fulfilment.watch.at <= by
            and order.fulfilment.watch.shard < shards
        ]
        return [order_id for _, order_id in sorted(found)[:limit]]

    def look_again(self, order: Order, at: datetime | None) -> None:
        if self._orders.get(order.order_id).version != order.version:
            raise VersionConflict(f"{order.order_id} is past version {order.version}")
        self._orders.add(looked(order, at))
