"""The gap sweep: what never arrived is found, applied once, and counted once."""

from datetime import timedelta

import pytest
from orderloom.domain.order import PaymentState
from orderloom.domain.sweeps import Book, hour_of
from orderloom.errors import ProviderUnavailable, TransientError, VersionConflict
from orderloom.services.apply_event import Outcome
from orderloom.services.sweep_connection import FIRST_LOOK, OVERLAP

from tests.unit.services.account import GRACE, Account


def missing(account: Account, **run: object) -> list[str]:
    return [event.event_id for event in account.run(**run).missing]  # type: ignore[arg-type]


def test_what_never_arrived_is_applied_and_marked() -> None:
    account = Account()
    account.paid()
    assert missing(account) == ["evt_paid"]
    assert account.apply_queued() == [Outcome.APPLIED]
    assert account.shop.order.payment.state is PaymentState.PAID
    source = account.shop.orders.commits[-1].event.provider_event
    assert source is not None
    assert (source.event_id, source.swept) == ("evt_paid", True)


def test_a_second_run_repairs_nothing_more() -> None:
    account = Account()
    account.paid()
    account.run()
    account.apply_queued()
    account.clock.advance(minutes=1)
    assert (missing(account), account.queue.sent) == ([], [])
    (hour,) = account.ledger.hours("stripe", account.began, account.clock.now())
    assert (hour.delivered, hour.missing, hour.repaired) == (0, 1, 1)


def test_what_arrived_is_counted_once_though_read_twice() -> None:
    account = Account()
    account.paid()
    account.run()
    account.apply_queued()
    for number in range(3):
        account.happens(f"evt_{number}", seconds=number)
    account.run(since=account.began)
    assert {event.event_id for event in account.queue.sent} == {"evt_0", "evt_1", "evt_2"}


def test_delivered_events_are_counted_by_hour() -> None:
    account = Account()
    entry = account.happens("evt_1")
    delivered = account.sweep._judge("stripe", entry)  # noqa: SLF001 - the event as it would come
    assert delivered is not None
    account.queue.send(delivered.event)
    account.apply_queued()
    assert account.run().delivered == 1
    account.clock.advance(minutes=1)
    assert account.run().delivered == 0
    (hour,) = account.ledger.hours("stripe", account.began, account.clock.now())
    assert (hour.hour, hour.delivered, hour.missing) == (hour_of(account.began), 1, 0)


def test_a_webhook_still_on_its_way_is_not_missing() -> None:
    account = Account()
    account.paid(seconds=6 * 60)
    assert missing(account) == []
    account.clock.advance(minutes=2)
    assert missing(account) == ["evt_paid"]


def test_the_watermark_moves_only_after_the_queue_has_it() -> None:
    account = Account()
    account.paid()
    account.queue.faults.before("send", TransientError("no"))
    with pytest.raises(TransientError):
        account.run()
    assert account.state().watermark is None
    assert missing(account) == []  # found by the run before, which never queued it
    assert [event.event_id for event in account.queue.sent] == ["evt_paid"]
    assert account.state().watermark == (account.clock.now() - GRACE).replace(microsecond=0)


def test_a_crash_between_queue_and_watermark_is_harmless() -> None:
    account = Account()
    account.paid()
    dying = account.ledger.advance
    calls = iter((dying, _die))
    account.ledger.advance = lambda *told: next(calls)(*told)  # type: ignore[method-assign]
    with pytest.raises(TransientError):
        account.run()
    account.ledger.advance = dying  # type: ignore[method-assign]
    assert account.state().watermark is None
    account.run()
    assert account.apply_queued() == [Outcome.APPLIED, Outcome.DUPLICATE]
    (hour,) = account.ledger.hours("stripe", account.began, account.clock.now())
    assert (hour.delivered, hour.missing, hour.repaired) == (0, 1, 1)


def _die(*_told: object) -> None:
    raise TransientError("died")


def test_a_long_run_goes_on_page_by_page() -> None:
    account = Account(page_size=2)
    for number in range(5):
        account.happens(f"evt_{number}", seconds=number)
    report = account.run()
    assert len(report.missing) == 5
    assert [window.cursor for _, window in account.record.asked] == [None, "2", "4"]
    assert report.next_window is None


def test_a_run_broken_off_goes_on_behind_the_last_page() -> None:
    account = Account(page_size=2)
    for number in range(5):
        account.happens(f"evt_{number}", seconds=number)
    unavailable = ProviderUnavailable("stripe", "list events", "429", retry_after=7)
    account.record.faults.before("page", unavailable)
    with pytest.raises(ProviderUnavailable):
        account.run()
    assert account.state().run is not None
    assert len(missing(account)) == 5


def test_every_run_reads_a_little_again() -> None:
    account = Account()
    account.run()
    (_, first), end = account.record.asked[-1], account.state().watermark
    assert first.since == account.clock.now() - FIRST_LOOK
    assert end is not None
    account.clock.advance(minutes=15)
    account.run()
    assert account.record.asked[-1][1].since == end - OVERLAP


def test_what_belongs_to_somebody_else_is_left_alone() -> None:
    account = Account()
    account.happens("evt_foreign", ours=False, intent_id="pi_other")
    account.happens("evt_unknown", "customer.created")
    assert missing(account) == []


def test_what_waits_for_its_order_has_arrived() -> None:
    account = Account()
    account.happens("evt_early", "payment_intent.succeeded", intent_id="pi_later")
    assert missing(account) == ["evt_early"]
    assert account.apply_queued() == [Outcome.PARKED]
    assert missing(account, since=account.began) == []
    assert account.queue.sent == []


def test_webhooks_that_do_not_arrive_at_all_are_silence() -> None:
    account = Account()
    for number in range(3):
        account.happens(f"evt_{number}", seconds=number)
    assert account.run().silent
    account.apply_queued()
    account.clock.advance(minutes=15)
    assert not account.run().silent


def test_a_dry_run_changes_nothing() -> None:
    account = Account()
    account.paid()
    window = account.sweep.window(account.state())
    assert window is not None
    report = account.sweep.preview("stripe", Book.EVENTS, window)
    assert [event.event_id for event in report.missing] == ["evt_paid"]
    assert account.queue.sent == []
    assert account.state().version == 0
    assert account.ledger.missed("stripe", window.since, window.until) == {}


def test_two_at_once_do_not_both_move_on() -> None:
    account = Account()
    account.ledger.faults.before("advance", VersionConflict("another"))
    with pytest.raises(VersionConflict):
        account.run()


def test_a_payment_no_event_told_of_is_polled() -> None:
    account = Account()
    account.clock.advance(minutes=10)
    account.happens("polled-pi_1", "payment_intent.succeeded", book=Book.PAYMENTS)
    assert missing(account, book=Book.PAYMENTS) == ["polled-pi_1"]
    assert account.apply_queued() == [Outcome.APPLIED]
    account.clock.advance(minutes=30)
    assert missing(account, book=Book.PAYMENTS) == []
    (hour,) = account.ledger.hours("stripe", account.began, account.clock.now())
    assert (hour.missing, hour.polled) == (0, 1)


def test_a_payment_whose_event_came_says_nothing_new() -> None:
    account = Account()
    account.paid()
    account.run()
    account.apply_queued()
    account.clock.advance(minutes=10)
    account.happens("polled-pi_1", "payment_intent.succeeded", book=Book.PAYMENTS)
    assert missing(account, book=Book.PAYMENTS) == []


def test_open_payments_are_read_again_until_their_window_ends() -> None:
    account = Account()
    account.run(Book.PAYMENTS)
    end = account.state(Book.PAYMENTS).watermark
    assert end is not None
    account.clock.advance(minutes=60)
    account.run(Book.PAYMENTS)
    assert account.record.asked[-1][1].since <= end - timedelta(minutes=30)
