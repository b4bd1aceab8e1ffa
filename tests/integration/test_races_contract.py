"""Two who act at once: whoever is first, nothing is lost between them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from orderloom.domain.transition import EventType, Transition
from orderloom.errors import AlreadyApplied, VersionConflict
from orderloom.ports.orders import ProviderObject

from tests.builders.inbound import a_parked_event
from tests.builders.orders import a_placed, an_idempotency_record, an_order
from tests.builders.transitions import a_source, a_transition
from tests.integration.parcels_on_their_way import labelled, scan_of
from tests.integration.steps import placed_order
from tests.integration.worlds import World


def outcome(action: Callable[[], object]) -> str:
    try:
        action()
    except (VersionConflict, AlreadyApplied) as exc:
        return type(exc).__name__
    return "done"


def until_decided(action: Callable[[], object]) -> str:
    """As the services do on VersionConflict, as long as the order is still the same."""
    for _ in range(50):
        found = outcome(action)
        if found != "VersionConflict":
            return found
    return "VersionConflict"


def test_a_parked_event_is_seen_by_whoever_makes_its_object_known(world: World) -> None:
    """Either the event is parked before the reference, and a later look finds it; or it is not
    parked, and who wanted to looks the object up again."""
    orders = world.orders()
    for number in range(10):
        order = placed_order(world)
        parked = a_parked_event(f"evt_{number}", f"pi_{number}", tenant_id=world.tenant_id)
        requested = a_transition(order, EventType.PAYMENT_REQUESTED)
        reference = ProviderObject("stripe", f"pi_{number}")
        in_commit = partial(orders.commit, requested, aliases=[reference])
        alone = partial(orders.refer, reference, order.order_id)
        with ThreadPoolExecutor(2) as pool:
            parking = pool.submit(outcome, partial(orders.park, parked))
            knowing = pool.submit(until_decided, alone if number % 2 else in_commit)
        assert knowing.result() == "done"
        waiting = list(orders.parked("stripe", f"pi_{number}"))
        assert waiting == ([parked] if parking.result() == "done" else [])


def test_of_ten_deliveries_of_one_event_one_is_applied(world: World) -> None:
    order = placed_order(world)
    captured = a_transition(order, EventType.PAYMENT_CAPTURED, source=a_source())

    def deliver(_: int) -> str:
        return until_decided(lambda: world.orders().commit(captured))

    with ThreadPoolExecutor(10) as pool:
        outcomes = sorted(pool.map(deliver, range(10)))
    assert outcomes == ["AlreadyApplied"] * 9 + ["done"]
    assert len(world.orders().timeline(order.order_id)[2]) == 2


def test_of_ten_orders_under_one_key_one_is_placed(world: World) -> None:
    def place(_: int) -> str:
        order = an_order(tenant_id=world.tenant_id)
        record = an_idempotency_record(order, key="one key")
        return outcome(
            lambda: world.orders().place(order, a_placed(order), list_shards=4, idempotency=record)
        )

    with ThreadPoolExecutor(10) as pool:
        outcomes = sorted(pool.map(place, range(10)))
    assert outcomes == ["AlreadyApplied"] * 9 + ["done"]


def test_different_orders_do_not_wait_for_each_other(world: World) -> None:
    transitions: list[Transition] = [a_transition(placed_order(world)) for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        outcomes = list(
            pool.map(lambda it: outcome(lambda: world.orders().commit(it)), transitions)
        )
    assert outcomes == ["done"] * 10


def test_of_a_scan_and_another_change_at_once_one_decides_again(world: World) -> None:
    """The scan is a write of the head alone."""
    for number in range(5):
        order = labelled(world)
        scan, other = scan_of(order, f"scan-{number}"), a_transition(order)
        commits = [partial(world.orders().commit, each) for each in (scan, other)]
        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(outcome, commits))
        assert sorted(found) == ["VersionConflict", "done"]
        assert (world.orders().get(order.order_id) == scan.order) == (found[0] == "done")
        assert len(world.orders().timeline(order.order_id)[2]) == 3


def test_of_ten_deliveries_of_one_scan_one_moves_the_parcel(world: World) -> None:
    scan = scan_of(labelled(world), "scan-1")
    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(lambda _: outcome(partial(world.orders().commit, scan)), range(10)))
    assert sorted(found) == ["AlreadyApplied"] * 9 + ["done"]
    assert world.orders().get(scan.order.order_id) == scan.order
