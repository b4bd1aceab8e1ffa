"""Out of the table: only what has ended, and nothing before it is safe elsewhere."""

import pytest
from orderloom.domain.archive import DepartedHead
from orderloom.errors import CorruptRecord, TransientError
from orderloom.services.archive_order import Departure

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
