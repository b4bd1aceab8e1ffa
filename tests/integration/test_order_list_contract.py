"""Pages of a tenant's orders."""

from datetime import UTC, datetime, timedelta

from orderloom.domain.order import Order
from orderloom.domain.states import Lifecycle

from tests.builders.transitions import a_transition
from tests.fakes.clock import MOMENT
from tests.integration.steps import eventually, placed_order
from tests.integration.worlds import World

SINCE = datetime(2024, 11, 5, tzinfo=UTC)


def month(number: int, day: int = 10) -> datetime:
    """Noon of a day, `number` months before MOMENT's."""
    index = MOMENT.year * 12 + MOMENT.month - 1 - number
    return datetime(index // 12, index % 12 + 1, day, 12, tzinfo=UTC)


def pages(world: World, limit: int, shards: int = 4, since: datetime = SINCE) -> list[list[str]]:
    """All pages, as order ids."""
    found, before = [], None
    while True:
        page = world.orders().page(limit=limit, before=before, since=since, list_shards=shards)
        found.append(ids(page.orders))
        before = page.next_before
        if before is None:
            return found


def ids(orders: tuple[Order, ...] | list[Order]) -> list[str]:
    return [order.order_id for order in orders]


def test_without_orders_there_is_one_empty_page(world: World) -> None:
    assert pages(world, limit=10) == [[]]


def test_shards_and_months_are_merged_newest_first(world: World) -> None:
    moments = [month(ago) + timedelta(minutes=n) for ago in (3, 1, 0) for n in range(5)]
    oldest_first = [placed_order(world, created_at=moment) for moment in moments]
    newest_first = ids(oldest_first[::-1])
    expected = [newest_first[start : start + 4] for start in range(0, 15, 4)]
    assert eventually(lambda: pages(world, limit=4), expected) == expected
    assert pages(world, limit=15) == [newest_first]
    assert pages(world, limit=100) == [newest_first]


def test_orders_of_one_moment_are_each_listed_once(world: World) -> None:
    placed = sorted(ids([placed_order(world) for _ in range(7)]), reverse=True)
    expected = [placed[:3], placed[3:6], placed[6:]]
    assert eventually(lambda: pages(world, limit=3), expected) == expected


def test_nothing_older_than_since_is_listed(world: World) -> None:
    at_since = placed_order(world, created_at=SINCE)
    placed_order(world, created_at=SINCE - timedelta(microseconds=1))
    placed_order(world, created_at=month(9))
    expected = [[at_since.order_id]]
    assert eventually(lambda: pages(world, limit=5), expected) == expected


def test_a_page_goes_on_where_the_last_ended_when_shards_were_added(world: World) -> None:
    before_growth = [
        placed_order(world, created_at=month(0) + timedelta(hours=n), list_shards=2)
        for n in range(6)
    ]
    eventually(lambda: len(pages(world, limit=10, shards=2)[0]), 6)
    first = world.orders().page(limit=3, before=None, since=SINCE, list_shards=2)
    after_growth = [
        placed_order(world, created_at=month(0) + timedelta(hours=n, minutes=30), list_shards=8)
        for n in range(6)
    ]
    eventually(lambda: len(pages(world, limit=20, shards=8)[0]), 12)
    rest = world.orders().page(limit=20, before=first.next_before, since=SINCE, list_shards=8)
    listed_first = before_growth[:2:-1]
    assert ids(first.orders) == ids(listed_first)
    older = [
        order
        for order in before_growth + after_growth
        if order.created_at < month(0, 10) + timedelta(hours=3)
    ]
    assert ids(rest.orders) == ids(sorted(older, key=lambda order: order.created_at, reverse=True))


def test_a_listed_order_is_shown_as_it_is_now(world: World) -> None:
    order = placed_order(world)
    closing = a_transition(order, lifecycle=Lifecycle.CLOSING)
    world.orders().commit(closing)
    eventually(lambda: pages(world, limit=5), [[order.order_id]])
    page = world.orders().page(limit=5, before=None, since=SINCE, list_shards=4)
    assert page.orders == (closing.order,)
