"""Orders in memory, and the store all fakes share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from orderloom import keys
from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.domain.order import Order, Placed
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note
from orderloom.errors import AlreadyApplied, NotFound, VersionConflict
from orderloom.ports.orders import IdempotencyRecord, OrderPage, OrderRepository


@dataclass
class Store:
    """Everything that is stored; keyed by tenant first."""

    orders: dict[tuple[str, str], Order] = field(default_factory=dict)
    placed: dict[tuple[str, str], Placed] = field(default_factory=dict)
    events: dict[tuple[str, str], list[OrderEvent]] = field(default_factory=dict)
    idempotency: dict[tuple[str, str], IdempotencyRecord] = field(default_factory=dict)
    products: dict[tuple[str, str], Product] = field(default_factory=dict)
    levels: dict[tuple[str, str, int], ShardLevel] = field(default_factory=dict)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)
    """Run one by one, each just before a write: what others do at that moment."""

    def others_act(self) -> None:
        if self.meanwhile:
            self.meanwhile.pop(0)()


class MemoryOrders(OrderRepository):
    def __init__(self, store: Store, tenant_id: str) -> None:
        self.store = store
        self.tenant_id = tenant_id

    def place(
        self, order: Order, placed: Placed, *, list_shards: int, idempotency: IdempotencyRecord
    ) -> None:
        assert list_shards > 0
        self.store.others_act()
        if (self.tenant_id, idempotency.key) in self.store.idempotency:
            raise AlreadyApplied(idempotency.key)
        slot = (self.tenant_id, order.order_id)
        self.store.idempotency[self.tenant_id, idempotency.key] = idempotency
        self.store.orders[slot], self.store.placed[slot] = order, placed
        first = note(order, EventType.ORDER_PLACED, actor=Actor.API, now=order.created_at, data={})
        self.store.events[slot] = [first]

    def idempotent(self, key: str) -> IdempotencyRecord | None:
        return self.store.idempotency.get((self.tenant_id, key))

    def get(self, order_id: str) -> Order:
        order = self.store.orders.get((self.tenant_id, order_id))
        if order is None:
            raise NotFound("order", order_id)
        return order

    def placed(self, order_id: str) -> Placed:
        self.get(order_id)
        return self.store.placed[self.tenant_id, order_id]

    def timeline(self, order_id: str) -> tuple[Order, Placed, tuple[OrderEvent, ...]]:
        order = self.get(order_id)
        events = tuple(self.store.events[self.tenant_id, order_id])
        return order, self.placed(order_id), events

    def page(
        self, *, limit: int, before: str | None, since: datetime, list_shards: int
    ) -> OrderPage:
        assert list_shards > 0
        positions = {
            keys.order_list_sort(order.created_at, order.order_id): order
            for (tenant_id, _), order in self.store.orders.items()
            if tenant_id == self.tenant_id and order.created_at >= since
        }
        rest = sorted((at for at in positions if before is None or at < before), reverse=True)
        shown = rest[:limit]
        return OrderPage(
            tuple(positions[at] for at in shown), shown[-1] if len(rest) > limit else None
        )

    def commit(self, transition: Transition, **_together: object) -> None:
        self.store.others_act()
        slot = (self.tenant_id, transition.order.order_id)
        if self.store.orders[slot].version != transition.order.version - 1:
            raise VersionConflict(slot[1])
        self.store.orders[slot] = transition.order
        self.store.events[slot].append(transition.event)

    def _not_of_the_api(self, *_args: object, **_named: object) -> None:
        raise AssertionError("the HTTP API has no business here")

    note = applied = find = park = parked = _not_of_the_api  # type: ignore[assignment]
    unpark = save_token = token = _not_of_the_api
