"""News of an archived order: it comes back, and the news is applied as ever."""

from datetime import timedelta
from typing import Any

import pytest
from orderloom.domain.ledger import EntryKind
from orderloom.domain.states import PaymentState
from orderloom.errors import NotFound, TransientError
from orderloom.services.apply_event import Outcome
from orderloom.services.archive_order import Departure
from orderloom.services.request_refund import RefundRequest
from orderloom.services.send_refund import SendRefund

from tests.unit.services.shop import Shop
from tests.unit.services.test_apply_event import applying, told

REFUND: dict[str, Any] = {
    "id": "re_1",
    "object": "refund",
    "payment_intent": "pi_1",
    "amount": 2500,
    "status": "succeeded",
}


def gone() -> Shop:
    """An order delivered, and archived half a year later."""
    shop = Shop().delivered()
    shop.clock.advance(days=180)
    assert shop.archive_order(shop.departures.expire(shop.order_id)) is Departure.ARCHIVED
    return shop


def test_a_late_refund_is_applied_to_the_order_that_came_back() -> None:
    shop = gone()
    late = told(shop, "refund.updated", event_id="evt_late", **REFUND)
    assert applying(shop)(late) is Outcome.APPLIED
    assert shop.order.payment.state is PaymentState.REFUNDED
    types = [event.type.value for event in shop.view.timeline(shop.order_id).events]
    assert (types[0], types[-1]) == ("order.placed", "payment.refunded")
    assert not shop.view(shop.order_id).archived


def test_it_leaves_again_with_its_news() -> None:
    shop = gone()
    applying(shop)(told(shop, "refund.updated", event_id="evt_late", **REFUND))
    assert shop.archive_order(shop.departures.expire(shop.order_id)) is Departure.ARCHIVED
    view = shop.view(shop.order_id)
    assert (view.archived, view.order.payment.state) == (True, PaymentState.REFUNDED)


def test_it_stays_for_its_whole_retention_even_if_nothing_changes() -> None:
    shop = gone()
    assert applying(shop)(told(shop, event_id="evt_late")) is Outcome.NOTED
    assert shop.departures.until[shop.order_id] == shop.clock.now() + timedelta(days=90)


def test_an_event_that_was_applied_before_is_still_known() -> None:
    shop = Shop().requested()
    applying(shop)(told(shop))
    shop.arrange_shipping(shop.order_id)
    shop.delivered_now()
    shop.archive_order(shop.departures.expire(shop.order_id))
    assert applying(shop)(told(shop)) is Outcome.DUPLICATE


def test_between_table_and_archive_news_and_readers_wait() -> None:
    shop = Shop().delivered()
    shop.departures.expire(shop.order_id)
    with pytest.raises(TransientError):
        applying(shop)(told(shop, event_id="evt_late"))
    with pytest.raises(TransientError):
        shop.view(shop.order_id)
    with pytest.raises(TransientError):
        shop.view.timeline(shop.order_id)


def test_a_note_on_an_order_that_leaves_at_this_moment_goes_where_the_order_goes() -> None:
    """It is never left behind, alone in the table."""
    shop = Shop().delivered()
    shop.clock.advance(days=91)
    orders = shop.orders
    really_note = orders.note

    def gone_first(*args: object, **options: object) -> None:
        orders.note = really_note  # type: ignore[method-assign]
        shop.archive_order(shop.departures.expire(shop.order_id))
        really_note(*args, **options)  # type: ignore[arg-type]

    orders.note = gone_first  # type: ignore[method-assign]
    assert applying(shop)(told(shop, event_id="evt_late")) is Outcome.NOTED
    assert not shop.view(shop.order_id).archived
    noted = shop.view.timeline(shop.order_id).events[-1].provider_event
    assert noted is not None
    assert noted.event_id == "evt_late"


def test_its_ledger_reads_as_before_and_comes_back_with_it() -> None:
    shop = Shop().delivered()
    before = shop.view.ledger(shop.order_id)
    assert [entry.kind for entry in before.entries] == [EntryKind.CAPTURED]
    shop.archive_order(shop.departures.expire(shop.order_id))
    assert shop.view.ledger(shop.order_id).entries == before.entries
    assert applying(shop)(told(shop, "refund.updated", event_id="evt_late", **REFUND))
    _, entries = shop.orders.ledger(shop.order_id)
    assert [entry.kind for entry in entries] == [EntryKind.CAPTURED, EntryKind.REFUNDED]


def test_a_refund_asked_for_brings_it_back_and_its_key_is_still_known() -> None:
    shop = gone()
    request = RefundRequest(500, None, None, fingerprint="f")
    asked = shop.request_refund(shop.order_id, request, "k")
    assert not shop.view(shop.order_id).archived
    sending = SendRefund(orders=shop.orders, payments=lambda _: shop.payments, clock=shop.clock)
    sending(shop.order_id, asked.operation.operation)
    assert shop.archive_order(shop.departures.expire(shop.order_id)) is Departure.ARCHIVED
    again = shop.request_refund(shop.order_id, request, "k")
    assert (again.replayed, again.operation) == (True, asked.operation)
    assert len(shop.order.payment.refunds) == 1


def test_a_refund_of_an_order_nobody_knows_restores_nothing() -> None:
    with pytest.raises(NotFound):
        Shop().request_refund("ord_0", RefundRequest(1, None, None, "f"), "k")
