"""A provider's object becomes an order's by two writes: who dies between them strands nothing."""

from collections.abc import Callable
from contextlib import suppress
from itertools import product

import pytest
from orderloom.domain.facts import Fact
from orderloom.domain.fulfilment import number_is_ours_until
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.outbox import reactions_to
from orderloom.domain.reactions import WakeParked
from orderloom.domain.states import FulfilmentState, PaymentState
from orderloom.errors import Conflict, TransientError
from orderloom.ports.event_reader import EventReader
from orderloom.ports.orders import ProviderObject
from orderloom.services.apply_event import ApplyEvent, Outcome

from tests.builders.inbound import news_of
from tests.builders.transitions import a_payment_fact, a_source, a_tracking_fact
from tests.fakes.clock import MOMENT
from tests.unit.services.shop import Shop

KILLED = TransientError("killed")
NUMBER = "1Z0000000000000001"
POINTS = [(call, when) for call in ("commit", "refer") for when in ("before", "after")]
HEARD = ("first", "between", "last")


class Case(EventReader):
    """A step that makes an object known, and the one event about that object."""

    def __init__(self, shop: Shop, step: Callable[[str], None], fact: Fact) -> None:
        self.shop, self.fact = shop, fact
        self._step = step
        self.apply = ApplyEvent(
            orders_for=lambda _tenant: shop.orders,
            reader_for=lambda _provider: self,
            restore=shop.restore_order,
            clock=shop.clock,
        )

    def step(self) -> None:
        self._step(self.shop.order_id)

    def read(self, event: InboundEvent) -> Fact:  # noqa: ARG002 - there is one
        return self.fact

    def hear(self) -> Outcome:
        source = self.fact.source
        event = InboundEvent("acme", source.provider, source.event_id, MOMENT, "{}")
        return self.apply(event)

    def die(self, call: str, when: str) -> None:
        faults = self.shop.orders.faults
        (faults.before if when == "before" else faults.after)(call, KILLED)
        with suppress(TransientError):
            self.step()

    def react(self) -> None:
        """As the relay does, to all that was committed and more than once."""
        for committed in [*self.shop.orders.commits, *self.shop.orders.commits]:
            for reaction in reactions_to(committed.event):
                if isinstance(reaction, WakeParked):
                    self.apply.wake(reaction)

    @property
    def waiting(self) -> int:
        return len(self.shop.orders.parked(self.fact.source.provider, self.fact.object_id))


def paying() -> Case:
    shop = Shop()
    shop.reserve_stock(shop.order_id)
    fact = a_payment_fact(order_hint=shop.order_id)
    return Case(shop, lambda order_id: shop.await_payment(order_id, "t1"), fact)


def shipping() -> Case:
    shop = Shop().requested().captured()
    return Case(shop, shop.arrange_shipping, a_tracking_fact(tracking_number=NUMBER))


@pytest.mark.parametrize(("point", "heard"), list(product(POINTS, HEARD)))
@pytest.mark.parametrize("made", [paying, shipping])
def test_no_event_is_stranded_wherever_the_step_dies(
    made: Callable[[], Case], point: tuple[str, str], heard: str
) -> None:
    case = made()
    if heard == "first":
        assert case.hear() is Outcome.PARKED
    case.die(*point)
    if heard == "between":
        case.hear()
    case.step()
    case.react()
    if heard == "last":
        assert case.hear() is Outcome.APPLIED
    assert case.waiting == 0
    assert case.hear() is Outcome.DUPLICATE
    moved = case.shop.order
    if made is paying:
        assert moved.payment.state is PaymentState.PAID
    else:
        assert moved.fulfilment.state is FulfilmentState.SHIPPED


def test_a_step_that_never_runs_again_strands_nothing_either() -> None:
    case = paying()
    case.die("refer", "before")
    assert case.hear() is Outcome.PARKED
    case.react()
    assert case.shop.order.payment.state is PaymentState.PAID


def test_old_news_takes_no_object_from_the_order_that_has_it() -> None:
    case = paying()
    case.step()
    case.apply.wake(news_of("stripe", case.fact.object_id, "ord_another"))
    assert case.shop.orders.find("stripe", case.fact.object_id) == case.shop.order_id


def test_a_number_of_an_older_order_becomes_this_ones_in_the_commit_itself() -> None:
    """A scan between commit and reference would be noted on the older order, and lost."""
    case = shipping()
    older = Shop().requested().captured()
    older.arrange_shipping(older.order_id)
    case.shop.orders.add(older.order)
    case.shop.orders.refer(ProviderObject("shipstation", NUMBER), older.order_id)
    with pytest.raises(Conflict):
        case.step()
    case.shop.clock.advance(days=(number_is_ours_until(older.order) - MOMENT).days + 1)
    case.shop.orders.faults.before("refer", KILLED)
    case.step()
    assert case.shop.orders.find("shipstation", NUMBER) == case.shop.order_id


def test_the_event_of_a_kept_scan_is_a_duplicate_also_where_it_would_say_nothing_new() -> None:
    case = shipping()
    case.step()
    assert case.hear() is Outcome.APPLIED
    case.fact = case.fact.model_copy(update={"source": a_source("trk_2", provider="shipstation")})
    assert case.hear() is Outcome.NOTED
    case.fact = a_tracking_fact(tracking_number=NUMBER)
    version = case.shop.order.version
    assert case.hear() is Outcome.DUPLICATE
    assert case.shop.order.version == version
    assert len(case.shop.view.timeline(case.shop.order_id).events) == version + 1


@pytest.mark.parametrize("point", [*POINTS, ("watch", "before"), ("watch", "after")])
def test_no_label_is_on_record_whose_parcel_nobody_looks_after(point: tuple[str, str]) -> None:
    case = shipping()
    case.die(*point)
    watched, labelled = case.shop.orders.watches, case.shop.order.fulfilment.label_id
    assert watched or not labelled
    case.step()
    (watch,) = watched.values()
    assert watch.due > case.shop.clock.now()
