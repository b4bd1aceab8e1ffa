"""What sweeps remember: states, hours, missed events and payouts, in memory and in DynamoDB."""

from datetime import timedelta

import pytest
from orderloom.adapters.dynamodb.sweep_ledger import DynamoSweepLedger
from orderloom.domain.payout import PayoutMatch
from orderloom.domain.sweeps import Book, MissedEvent, SweepState, Window, hour_of
from orderloom.errors import VersionConflict
from orderloom.ports.sweep_ledger import SweepLedger

from tests.fakes.clock import MOMENT
from tests.fakes.sweeps import FakeSweepLedger
from tests.integration.worlds import DynamoWorld, World

HOUR = hour_of(MOMENT)
NEXT_HOUR = HOUR + timedelta(hours=1)
RUN = Window(since=MOMENT - timedelta(hours=1), until=MOMENT)


@pytest.fixture
def ledger(world: World) -> SweepLedger:
    if isinstance(world, DynamoWorld):
        return DynamoSweepLedger(world.table, world.tenant_id)
    return FakeSweepLedger(world.tenant_id)


def a_missed_event(event_id: str = "evt_1", **changes: object) -> MissedEvent:
    event = MissedEvent(
        provider="stripe",
        event_id=event_id,
        event_type="payment_intent.succeeded",
        occurred_at=MOMENT,
        found_at=MOMENT + timedelta(minutes=10),
    )
    return event.model_copy(update=changes)


def begun(ledger: SweepLedger) -> SweepState:
    return ledger.state("stripe", Book.EVENTS).begun(RUN)


def test_a_state_never_written_is_at_its_beginning(ledger: SweepLedger) -> None:
    assert ledger.state("stripe", Book.EVENTS) == SweepState(provider="stripe", book=Book.EVENTS)


def test_a_run_goes_on_where_it_was(ledger: SweepLedger) -> None:
    state = begun(ledger).advanced(cursor="evt_9", delivered=2, missing=1)
    ledger.advance(state, {HOUR: 2})
    assert ledger.state("stripe", Book.EVENTS) == state
    ended = state.advanced(cursor=None, delivered=1, missing=0)
    ledger.advance(ended, {HOUR: 1, NEXT_HOUR: 4})
    found = ledger.state("stripe", Book.EVENTS)
    assert (found.run, found.watermark, found.delivered) == (None, RUN.until, 3)
    hours = ledger.hours("stripe", HOUR, NEXT_HOUR)
    assert [(each.hour, each.delivered) for each in hours] == [(HOUR, 3), (NEXT_HOUR, 4)]


def test_of_two_that_read_one_book_one_is_refused_and_counts_nothing(ledger: SweepLedger) -> None:
    state = begun(ledger)
    ledger.advance(state.advanced(cursor="a", delivered=1, missing=0), {HOUR: 1})
    with pytest.raises(VersionConflict):
        ledger.advance(state.advanced(cursor="b", delivered=1, missing=0), {HOUR: 1})
    with pytest.raises(VersionConflict):
        ledger.advance(state.advanced(cursor=None, delivered=0, missing=0), {})
    assert [hour.delivered for hour in ledger.hours("stripe", HOUR, HOUR)] == [1]


def test_ninety_hours_fit_in_one_page(ledger: SweepLedger) -> None:
    """DynamoDB writes a hundred items at once."""
    state = begun(ledger).advanced(cursor=None, delivered=90, missing=0)
    hours = {HOUR - timedelta(hours=number): 1 for number in range(90)}
    ledger.advance(state, hours)
    assert len(ledger.hours("stripe", min(hours), HOUR)) == 90


def test_an_event_found_twice_is_missing_once(ledger: SweepLedger) -> None:
    ledger.miss([a_missed_event()])
    ledger.settle("stripe", "evt_1", MOMENT, "applied")
    ledger.miss([a_missed_event(found_at=MOMENT + timedelta(hours=2)), a_missed_event("evt_2")])
    assert ledger.missed("stripe", MOMENT, MOMENT) == {
        "evt_1": a_missed_event(outcome="applied"),
        "evt_2": a_missed_event("evt_2"),
    }
    (hour,) = ledger.hours("stripe", HOUR, HOUR)
    assert (hour.missing, hour.repaired) == (2, 1)


def test_the_first_outcome_stays(ledger: SweepLedger) -> None:
    ledger.miss([a_missed_event()])
    ledger.settle("stripe", "evt_1", MOMENT, "applied")
    ledger.settle("stripe", "evt_1", MOMENT, "duplicate")
    ledger.settle("stripe", "evt_unknown", MOMENT, "applied")
    assert ledger.missed("stripe", MOMENT, MOMENT)["evt_1"].outcome == "applied"
    assert len(ledger.missed("stripe", MOMENT, MOMENT)) == 1


def test_only_the_hours_asked_for_are_read(ledger: SweepLedger) -> None:
    ledger.miss([a_missed_event(), a_missed_event("evt_2", occurred_at=NEXT_HOUR)])
    assert set(ledger.missed("stripe", NEXT_HOUR, NEXT_HOUR)) == {"evt_2"}
    assert ledger.missed("razorpay", MOMENT, NEXT_HOUR) == {}


def test_payments_that_were_behind_are_counted_by_hour(ledger: SweepLedger) -> None:
    for _ in range(2):
        ledger.polled("stripe", MOMENT)
    (hour,) = ledger.hours("stripe", HOUR, HOUR)
    assert (hour.polled, hour.delivered, hour.missing) == (2, 0, 0)


def test_a_payout_is_matched_by_one_at_a_time(ledger: SweepLedger) -> None:
    match = PayoutMatch(
        provider="stripe",
        payout_id="po_1",
        amount=-300,
        currency="USD",
        created_at=MOMENT,
        cursor="txn_9",
        lines=100,
        net=-200,
        version=1,
    )
    ledger.save_payout(match)
    with pytest.raises(VersionConflict):
        ledger.save_payout(match)
    done = match.model_copy(update={"cursor": None, "done": True, "version": 2})
    ledger.save_payout(done)
    assert list(ledger.payouts("stripe", MOMENT, MOMENT)) == [done]
    assert list(ledger.payouts("stripe", NEXT_HOUR, NEXT_HOUR)) == []
