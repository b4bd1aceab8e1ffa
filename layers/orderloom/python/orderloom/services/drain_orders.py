"""Buying labels for the orders that wait to be sent by hand, once their carriers are back."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from orderloom.domain.drain import PATIENCE, Drain, DrainState, Failure, InFlight
from orderloom.domain.identifiers import new_drain_id
from orderloom.domain.reactions import DrainOrders
from orderloom.domain.shipping import ShippingMode
from orderloom.domain.states import FulfilmentState, Lifecycle
from orderloom.errors import AlreadyApplied, Conflict, NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.drains import Drains
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.ports.orders import OrderRepository
from orderloom.services.retry_shipment import RetryShipment

_MOST_COUNTED = 10_000


class StartDrain:
    """One tenant's. `mode`: how its parcels are sent at present."""

    def __init__(
        self, *, drains: Drains, clock: Clock, random_bits: Callable[[int], int], mode: ShippingMode
    ) -> None:
        self._drains = drains
        self._clock = clock
        self._random_bits = random_bits
        self._mode = mode

    def __call__(self) -> Drain:
        """The drain that runs; a new one where none does. One that got stuck goes on.

        Raises:
            Conflict: parcels are sent by hand at present.
        """
        if self._mode is ShippingMode.MANUAL:
            raise Conflict("parcels are sent by hand at present: change the mode first")
        now = self._clock.now()
        running = self._drains.newest()
        if running is not None and running.is_running:
            if not running.is_stuck(now):
                return running
            return self._saved(running.followed(now, more=True))
        waiting = self._drains.waiting(after=None, until=now, limit=_MOST_COUNTED)
        first = Drain(
            drain_id=new_drain_id(now, self._random_bits),
            tenant_id=self._drains.tenant_id,
            step=1,
            state=DrainState.RUNNING if waiting else DrainState.DONE,
            started_at=now,
            updated_at=now,
            until=now,
            left=len(waiting),
        )
        return self._saved(first)

    def _saved(self, step: Drain) -> Drain:
        try:
            self._drains.save(step)
        except AlreadyApplied:
            return self._drains.newest() or step
        return step


class GoOnDraining:
    """Any tenant's. Safe to repeat: an order that is on its way is not started again."""

    def __init__(
        self,
        *,
        drains_for: Callable[[str], Drains],
        orders_for: Callable[[str], OrderRepository],
        purchases_for: Callable[[str], LabelPurchases],
        clock: Clock,
    ) -> None:
        self._drains_for = drains_for
        self._orders_for = orders_for
        self._purchases_for = purchases_for
        self._clock = clock

    def __call__(self, asked: DrainOrders) -> None:
        """Do what follows the step `asked` names, and store the next, which asks for its own."""
        drains, orders = self._drains_for(asked.tenant_id), self._orders_for(asked.tenant_id)
        step = drains.newest()
        if step is None or (step.drain_id, step.step) != (asked.drain_id, asked.step):
            return
        retry = RetryShipment(
            orders=orders, purchases=self._purchases_for(asked.tenant_id), clock=self._clock
        )
        if step.is_running:
            _Step(drains, orders, retry, self._clock).take(step)


@dataclass(frozen=True)
class _Step:
    """One tenant's."""

    drains: Drains
    orders: OrderRepository
    retry: RetryShipment
    clock: Clock

    def take(self, step: Drain) -> None:
        settled = self._settle(step)
        # After a failure the next is started by the next step, which is a while off.
        failed = settled.fails_more_than(step)
        chosen, more = (settled, settled.left > 0) if failed else self._chosen(settled)
        try:
            self.drains.save(chosen.followed(self.clock.now(), more=more))
        except AlreadyApplied:
            return
        # On record first: who dies here is followed by a step that finds them not started.
        for one in chosen.in_flight[len(settled.in_flight) :]:
            self._start(one.order_id)

    def _settle(self, step: Drain) -> Drain:
        """What became of those on their way."""
        still: list[InFlight] = []
        shipped, failures = 0, []
        for one in step.in_flight:
            reason = self._reason(one)
            if reason is None:
                still.append(one)
            elif reason:
                failures.append(Failure(order_id=one.order_id, reason=reason))
            else:
                shipped += 1
        return step.settled(tuple(still), shipped, tuple(failures))

    def _reason(self, one: InFlight) -> str | None:
        """Why it has no label; empty: it has one; None: it is still on its way."""
        try:
            order = self.orders.get(one.order_id)
        except NotFound:
            return ""  # it was archived since, so it has ended
        if order.fulfilment.tracking_number is not None:
            return ""
        if order.lifecycle is not Lifecycle.OPEN:
            return "is being given up"
        task = order.attention
        if order.fulfilment.state is FulfilmentState.MANUAL_REQUIRED and task is not None:
            if task.since > one.since:
                return task.detail
            self._start(one.order_id)
        late = self.clock.now() - one.since >= PATIENCE
        return "is on its way for long; see its timeline" if late else None

    def _chosen(self, step: Drain) -> tuple[Drain, bool]:
        """With as many more as there is room for; whether others may be behind them."""
        room = step.room
        if not room:
            return step, step.left > 0
        found = self.drains.waiting(after=step.after, until=step.until, limit=room)
        now, again = self.clock.now(), step.again
        added = [InFlight(order_id=order.order_id, since=now) for order in found]
        if not added and again and not step.in_flight:
            added, again = [InFlight(order_id=again[0], since=now, alone=True)], again[1:]
        changed = {
            "in_flight": (*step.in_flight, *added),
            "after": found[-1].position if found else step.after,
            "again": again,
            "left": max(step.left - len(added), 0),
        }
        return step.model_copy(update=changed), len(found) == room or bool(again)

    def _start(self, order_id: str) -> None:
        with suppress(Conflict, NotFound):  # it goes its way already
            self.retry(order_id, nothing_bought=False)
