"""Out of the table: only what has ended, and nothing before it is safe elsewhere."""

from datetime import timedelta

import pytest
from orderloom.domain.archive import DepartedHead
from orderloom.domain.stock_books import StockBooks
from orderloom.errors import CorruptRecord, NotFound, TenantMoving, TransientError
from orderloom.ports.archive import OrderDepartures
from orderloom.services.archive_order import Departure

from tests.fakes.clock import MOMENT
from tests.unit.services.shop import Shop


def departed(shop: Shop) -> DepartedHead:
    return shop.departures.expire(shop.order_id)


def held(shop: Shop) -> bool:
    """Whether the table holds anything of the order."""
    remains = shop.departures.remains(shop.order_id)
    return remains is None or not remains.nothing


def test_an_order_that_ended_is_kept_whole_and_leaves_nothing() -> None:
    shop = Shop().delivered()
    before, events = shop.view(shop.order_id), shop.view.timeline(shop.order_id).events
    assert shop.archive_order(departed(shop)) is Departure.ARCHIVED
    assert not held(shop)
    after = shop.view(shop.order_id)
    assert after.archived
    assert (after.order.version, after.placed) == (before.order.version, before.placed)
    assert shop.view.timeline(shop.order_id).events == events


@pytest.mark.parametrize("progress", ["requested", "captured", "labelled"])
def test_an_order_that_goes_on_is_put_back(progress: str) -> None:
    shop = Shop().requested()
    if progress != "requested":
        shop.captured()
    if progress == "labelled":
        shop.arrange_shipping(shop.order_id)
    before = shop.order
    assert shop.archive_order(departed(shop)) is Departure.NOT_ENDED
    assert shop.order == before
    assert shop.archive.objects == {}


def test_an_order_the_stock_books_have_not_yet_is_put_back_for_a_day() -> None:
    """Its units would be missing from the count of the stock."""
    shop = Shop().delivered()
    order = shop.order
    placed = order.created_at
    shop.stock_books.advance(placed - timedelta(microseconds=1), was=shop.stock_books.through())
    assert shop.archive_order(departed(shop)) is Departure.NOT_COUNTED
    assert (shop.order, shop.archive.objects) == (order, {})
    assert shop.departures.until[shop.order_id] == shop.clock.now() + timedelta(days=1)
    shop.stock_books.advance(placed, was=shop.stock_books.through())
    assert shop.archive_order(departed(shop)) is Departure.ARCHIVED


def test_nor_does_one_leave_that_the_books_keep_open() -> None:
    shop = Shop().delivered()
    books = StockBooks(sku="MUG-1", through=MOMENT, open={shop.order_id: 2}, version=1)
    shop.stock_books.write(books)
    assert shop.archive_order(departed(shop)) is Departure.NOT_COUNTED
    shop.stock_books.write(books.model_copy(update={"open": {}, "sold": 2, "version": 2}))
    assert shop.archive_order(departed(shop)) is Departure.ARCHIVED


def test_nothing_reaches_the_archive_of_a_tenant_that_is_fenced() -> None:
    """It is being moved, or erased with its archive."""
    shop = Shop().delivered()
    head = departed(shop)
    shop.departures.fenced = True
    with pytest.raises(TenantMoving):
        shop.archive_order(head)
    assert (shop.archive.objects, held(shop)) == ({}, True)
    shop.departures.fenced = False
    assert shop.archive_order(head) is Departure.ARCHIVED


def test_an_order_of_a_tenant_that_was_erased_is_nobodys() -> None:
    def erased(tenant_id: str) -> OrderDepartures:
        raise NotFound("tenant", tenant_id)

    shop = Shop().delivered()
    archive = shop.archiver(departures_for=erased)
    assert archive(departed(shop)) is Departure.TENANT_GONE
    assert shop.archive.objects == {}


def test_a_cancelled_order_leaves_too() -> None:
    shop = Shop().labelled()
    shop.give_up()
    assert shop.archive_order(departed(shop)) is Departure.ARCHIVED


def test_nothing_is_deleted_before_it_is_kept() -> None:
    shop = Shop().delivered()
    head = departed(shop)
    shop.archive.faults.before("put", TransientError("S3 is down"))
    with pytest.raises(TransientError):
        shop.archive_order(head)
    assert held(shop)
    assert shop.archived == []
    assert shop.archive_order(head) is Departure.ARCHIVED


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_around_the_deletion_is_harmless(when: str) -> None:
    shop = Shop().delivered()
    head = departed(shop)
    getattr(shop.departures.faults, when)("clear", TransientError("the network is down"))
    with pytest.raises(TransientError):
        shop.archive_order(head)
    kept = dict(shop.archive.objects)
    shop.archive_order(head)
    assert not held(shop)
    assert shop.archive.objects == kept
    assert shop.archive.writes == 1


def test_a_record_handed_over_again_changes_nothing() -> None:
    shop = Shop().delivered()
    head = departed(shop)
    shop.archive_order(head)
    kept = dict(shop.archive.objects)
    assert shop.archive_order(head) is Departure.ARCHIVED_BEFORE
    assert (shop.archive.objects, shop.archive.writes) == (kept, 1)
    shop.restore_order("acme", shop.order_id)
    assert shop.archive_order(head) is Departure.CAME_BACK
    assert held(shop)


def test_who_wants_to_know_is_told_before_anything_is_deleted() -> None:
    shop = Shop().delivered()
    head = departed(shop)
    shop.departures.faults.before("clear", TransientError("down"))
    with pytest.raises(TransientError):
        shop.archive_order(head)
    assert shop.archived == [shop.order_id]


def test_an_order_nobody_knows_the_request_of_is_a_matter_for_a_person() -> None:
    shop = Shop().delivered()
    head = departed(shop)
    shop.archive_order(head)
    shop.archive.objects.clear()
    with pytest.raises(CorruptRecord):
        shop.archive_order(head)
