"""One tenant's drains in memory, over the orders in memory."""

from collections.abc import Sequence
from datetime import datetime

from orderloom import keys
from orderloom.domain.drain import Drain
from orderloom.domain.order import Order
from orderloom.domain.states import AttentionKind
from orderloom.errors import AlreadyApplied
from orderloom.ports.drains import Drains, WaitingOrder

from tests.fakes.faults import Faults
from tests.fakes.orders import FakeOrders

_KINDS = (AttentionKind.MANUAL_SHIPPING, AttentionKind.LABEL_UNKNOWN)


class FakeDrains(Drains):
    """`steps` are all that were saved, in order."""

    def __init__(self, orders: FakeOrders) -> None:
        self.tenant_id = orders.tenant_id
        self.faults = Faults()
        self.steps: list[Drain] = []
        self._orders = orders

    def newest(self) -> Drain | None:
        return max(self.steps, key=_place, default=None)

    def save(self, step: Drain) -> None:
        with self.faults.around("save"):
            if _place(step) in {_place(known) for known in self.steps}:
                raise AlreadyApplied(step.drain_id)
            self.steps.append(step)

    def waiting(self, *, after: str | None, until: datetime, limit: int) -> Sequence[WaitingOrder]:
        listed = [
            WaitingOrder(order.order_id, _position(order))
            for order in self._orders.everyone()
            if order.attention and order.attention.kind in _KINDS and order.attention.since <= until
        ]
        listed.sort(key=lambda one: one.position)
        return [one for one in listed if after is None or one.position > after][:limit]


def _place(step: Drain) -> tuple[str, int]:
    return step.drain_id, step.step


def _position(order: Order) -> str:
    assert order.attention is not None
    kind = _KINDS.index(order.attention.kind)
    return f"{kind}/{keys.order_list_sort(order.attention.since, order.order_id)}"
