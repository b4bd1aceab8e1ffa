"""The gap sweep: what never arrived is found, applied once, and counted once."""

from datetime import timedelta

import pytest
from orderloom.domain.states import PaymentState
from orderloom.domain.sweeps import FIRST_LOOK, OVERLAP, hour_of
from orderloom.errors import ProviderUnavailable, TransientError, VersionConflict
from orderloom.services.apply_event import Outcome

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
    (hour,) = account.hours()
    assert (hour.delivered, hour.missing, hour.repaired) == (0, 1, 1)


def test_delivered_events_are_counted_once_by_hour() -> None:
    account = Account()
    account.arrives(account.paid())
    assert account.run().delivered == 1
    account.clock.advance(minutes=1)
    assert account.run().delivered == 0
    (hour,) = account.hours()
    assert (hour.hour, hour.delivered, hour.missing) == (hour_of(account.began), 1, 0)


def test_a_webhook_still_on_its_way_is_not_missing() -> None:
    account = Account()
    account.paid(seconds=6 * 60)
    assert missing(account) == []
    account.clock.advance(minutes=2)
    assert missing(account) == ["evt_paid"]


def test_one_that_comes_after_all_was_late_not_missing() -> None:
    account = Account()
    paid = account.paid()
    assert missing(account) == ["evt_paid"]
    account.arrives(paid)
    assert account.apply_queued() == [Outcome.DUPLICATE]
    (hour,) = account.hours()
    assert (hour.missing, hour.repaired) == (0, 0)


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
    account.dies_before_the_watermark_moves()
    assert account.state().watermark is None
    account.run()
    assert account.apply_queued() == [Outcome.APPLIED, Outcome.DUPLICATE]
    (hour,) = account.hours()
    assert (hour.delivered, hour.missing, hour.repaired) == (0, 1, 1)


def test_a_long_run_goes_on_page_by_page() -> None:
    account = Account(page_size=2)
    for number in range(5):
        account.happens(f"evt_{number}", seconds=number)
    report = account.run()
    assert len(report.missing) == 5
    assert [window.cursor for window in account.record.asked] == [None, "2", "4"]
    assert report.next_window is None


def test_a_run_broken_off_goes_on_behind_the_last_page() -> None:
    account = Account(page_size=2)
    for number in range(5):
        account.happens(f"evt_{number}", seconds=number)
    unavailable = ProviderUnavailable("stripe", "list events", "429", retry_after=7)
    account.sweep = account.sweeping(pages=1)
    assert len(account.run().missing) == 2
    account.record.faults.before("page", unavailable)
    with pytest.raises(ProviderUnavailable):
        account.run()
    assert len(missing(account)) == 2
    assert [window.cursor for window in account.record.asked] == [None, "2"]


def test_every_run_reads_a_little_again() -> None:
    account = Account()
    account.run()
    first, end = account.record.asked[-1], account.state().watermark
    assert first.since == account.clock.now() - FIRST_LOOK
    assert end is not None
    account.clock.advance(minutes=15)
    account.run()
    assert account.record.asked[-1].since == end - OVERLAP


def test_the_first_run_of_a_day_reads_again_what_may_have_changed() -> None:
    account = Account()
    account.record.changes_for = timedelta(days=5)
    account.run()
    end = account.state().watermark
    assert end is not None
    account.clock.advance(hours=24)
    account.run()
    assert account.record.asked[-1].since == end - timedelta(days=5)


def test_what_belongs_to_somebody_else_is_left_alone() -> None:
    account = Account()
    account.happens("evt_foreign", ours=False, intent_id="pi_other")
    account.happens("evt_unknown", "customer.created")
    assert missing(account) == []


def test_what_only_enriches_is_never_missing() -> None:
    """No endpoint needs to be subscribed to it."""
    account = Account()
    account.happens("evt_created", "payment_intent.created")
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
    report = account.sweep.preview("stripe")
    assert [event.event_id for event in report.missing] == ["evt_paid"]
    assert (account.queue.sent, account.state().version, account.hours()) == ([], 0, [])


def test_two_at_once_do_not_both_move_on() -> None:
    account = Account()
    account.ledger.faults.before("advance", VersionConflict("another"))
    with pytest.raises(VersionConflict):
        account.run()


def test_what_was_read_off_an_object_is_missing_only_if_it_is_news() -> None:
    account = Account()
    account.arrives(account.paid())
    account.happens("read-pi_1", "payment_intent.succeeded", derived=True)
    report = account.run()
    assert (report.missing, report.delivered) == ([], 2)


def test_news_read_off_an_object_that_a_webhook_told_meanwhile_was_late() -> None:
    account = Account()
    account.happens("read-pi_1", "payment_intent.succeeded", derived=True)
    assert missing(account) == ["read-pi_1"]
    account.arrives(account.paid())
    assert account.apply_queued() == [Outcome.NOTED]
    assert [hour.missing for hour in account.hours()] == [0]
