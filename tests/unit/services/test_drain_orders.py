"""Orders that wait for a person are sent after all: a few at a time, each once."""

from collections.abc import Callable

import pytest
from orderloom.domain.drain import MOST_AT_ONCE, MOST_IN_A_ROW, Drain, DrainState
from orderloom.domain.manual_shipping import require_person
from orderloom.domain.order import Fulfilment
from orderloom.domain.outbox import following
from orderloom.domain.reactions import DrainOrders
from orderloom.domain.shipping import ShippingMode
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle
from orderloom.errors import Conflict, TransientError
from orderloom.services.drain_orders import GoOnDraining, StartDrain

from tests.builders.orders import a_placed, an_order
from tests.fakes.clock import FakeClock
from tests.fakes.drains import FakeDrains
from tests.fakes.label_purchases import FakeLabelPurchases
from tests.fakes.orders import FakeOrders

UNKNOWN = AttentionKind.LABEL_UNKNOWN


class Yard:
    """Orders that wait. `carriers` says what becomes of one that is tried again."""

    def __init__(self, waiting: int, *, unknown: int = 0) -> None:
        self.clock = FakeClock()
        self.orders = FakeOrders(clock=self.clock)
        self.drains = FakeDrains(self.orders)
        self.tried: list[str] = []
        self.most_at_once = 0
        self.failing: Callable[[str], bool] = lambda _: False
        for number in range(waiting + unknown):
            order = an_order(order_id=f"ord_{number:026}")
            self.orders.add(order, a_placed(order))
            kind = AttentionKind.MANUAL_SHIPPING if number < waiting else UNKNOWN
            self._to_a_person(order.order_id, kind)
        self.clock.advance(seconds=1)

    def start(self, mode: ShippingMode = ShippingMode.AUTOMATIC) -> Drain:
        return StartDrain(
            drains=self.drains, clock=self.clock, random_bits=lambda _: 0, mode=mode
        )()

    def step(self, asked: DrainOrders | None = None) -> None:
        asked = asked or following(self.drain)
        assert asked is not None
        GoOnDraining(
            drains_for=lambda _tenant: self.drains,
            orders_for=lambda _tenant: self.orders,
            purchases_for=lambda _tenant: FakeLabelPurchases(),
            clock=self.clock,
        )(asked)

    @property
    def drain(self) -> Drain:
        newest = self.drains.newest()
        assert newest is not None
        return newest

    def carriers(self) -> None:
        """Every saga that runs comes to its end."""
        running = [order for order in self.orders.everyone() if order.saga_attempt > 1]
        running = [order for order in running if order.saga_running]
        self.most_at_once = max(self.most_at_once, len(running))
        for order in running:
            self.tried.append(order.order_id)
            if self.failing(order.order_id):
                self._to_a_person(order.order_id, AttentionKind.MANUAL_SHIPPING)
            else:
                parcel = Fulfilment(state=FulfilmentState.LABELLED, tracking_number=order.order_id)
                changes = {"fulfilment": parcel, "saga_running": False}
                self.orders.add(order.model_copy(update=changes))

    def run(self) -> Drain:
        self.start()
        for _ in range(200):
            if not self.drain.is_running:
                return self.drain
            self.step()
            self.clock.advance(seconds=2)
            self.carriers()
        raise AssertionError("never ends")

    def _to_a_person(self, order_id: str, kind: AttentionKind) -> None:
        order = self.orders.get(order_id)
        self.orders.commit(require_person(order, kind, "ups: status 503", {}, self.clock.now()))


def test_all_are_sent_each_once() -> None:
    yard = Yard(23, unknown=2)
    done = yard.run()
    assert (done.state, done.shipped, done.failed, done.left) == (DrainState.DONE, 25, 0, 0)
    assert len(yard.tried) == len(set(yard.tried)) == 25
    assert 1 < yard.most_at_once <= MOST_AT_ONCE


def test_a_carrier_that_is_back_is_not_run_over() -> None:
    yard = Yard(40)
    yard.start()
    sizes = []
    for _ in range(4):
        yard.step()
        sizes.append(len(yard.drain.in_flight))
        yard.carriers()
    assert sizes == [1, 2, 3, 4]


def test_one_that_is_not_back_is_left_alone_soon() -> None:
    yard = Yard(30)
    yard.failing = lambda _: True
    stopped = yard.run()
    assert (stopped.state, stopped.failed) == (DrainState.STOPPED, MOST_IN_A_ROW)
    assert stopped.left == 30 - MOST_IN_A_ROW
    assert {failure.reason for failure in stopped.failures} == {"ups: status 503"}
    assert yard.most_at_once == 1
    yard.failing = lambda _: False
    assert (yard.run().shipped, yard.drain.failed) == (30, 0)


def test_those_that_fail_alone_are_told_and_the_others_go_on() -> None:
    yard = Yard(12)
    yard.failing = lambda order_id: int(order_id[-2:]) % 4 == 0
    done = yard.run()
    assert (done.state, done.shipped, done.failed) == (DrainState.DONE, 9, 3)
    assert len(done.failures) == 3
    assert len(set(yard.tried)) == 12


def test_those_that_failed_beside_others_are_tried_alone_at_the_end() -> None:
    """As where all together asked for more calls than their account may make."""
    yard = Yard(20)
    running: dict[str, int] = {}

    def crowded(_order_id: str) -> bool:
        running["now"] = len(yard.drain.in_flight)
        return running["now"] > 3

    yard.failing = crowded
    done = yard.run()
    assert (done.state, done.shipped, done.failed, done.left) == (DrainState.DONE, 20, 0, 0)
    assert len(yard.tried) > 20


def test_asking_again_while_it_runs_starts_no_second() -> None:
    yard = Yard(5)
    first = yard.start()
    yard.step()
    assert yard.start().drain_id == first.drain_id
    assert len(yard.drains.steps) == 2


def test_one_that_got_stuck_goes_on_where_it_was() -> None:
    yard = Yard(5)
    yard.start()
    yard.step()
    yard.carriers()
    yard.clock.advance(minutes=3)
    assert yard.start().step == 3
    done = yard.run()
    assert (done.state, done.shipped) == (DrainState.DONE, 5)
    assert len(yard.tried) == 5


def test_a_step_that_comes_twice_is_done_once() -> None:
    yard = Yard(4)
    asked = following(yard.start())
    for _ in range(3):
        yard.step(asked)
    assert len(yard.drain.in_flight) == 1
    assert len(yard.drains.steps) == 2


def test_a_step_that_died_before_it_was_stored_forgets_nobody() -> None:
    yard = Yard(4)
    yard.start()
    yard.drains.faults.before("save", TransientError("dead"))
    with pytest.raises(TransientError):
        yard.step()
    done = yard.run()
    assert (done.shipped, len(yard.tried)) == (4, 4)


def test_a_step_that_died_after_it_was_stored_forgets_nobody() -> None:
    yard = Yard(4)
    yard.start()
    yard.drains.faults.after("save", TransientError("dead"))
    with pytest.raises(TransientError):
        yard.step()
    done = yard.run()
    assert (done.shipped, len(yard.tried)) == (4, 4)


def test_orders_that_are_given_up_meanwhile_are_not_sent() -> None:
    yard = Yard(3)
    (closing, *_) = yard.orders.everyone()
    yard.orders.add(closing.model_copy(update={"lifecycle": Lifecycle.CLOSING}))
    done = yard.run()
    assert (done.shipped, done.failed, len(yard.tried)) == (2, 1, 2)
    assert done.failures[0].reason == "is being given up"


def test_what_comes_to_wait_later_is_none_of_its() -> None:
    yard = Yard(2)
    yard.start()
    late = an_order(order_id=f"ord_{9:026}")
    yard.orders.add(late, a_placed(late))
    yard.clock.advance(seconds=1)
    task = AttentionKind.MANUAL_SHIPPING
    yard.orders.commit(require_person(late, task, "later", {}, yard.clock.now()))
    assert yard.run().shipped == 2


def test_nothing_waits() -> None:
    assert Yard(0).start().state is DrainState.DONE


def test_nothing_is_drained_where_parcels_are_sent_by_hand() -> None:
    with pytest.raises(Conflict, match="by hand"):
        Yard(2).start(ShippingMode.MANUAL)
