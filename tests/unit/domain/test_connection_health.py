"""News of an account in any order ends in one state."""

from datetime import timedelta
from itertools import permutations

import pytest
from orderloom.domain.connection_health import (
    AUTHORISATION,
    MOST_NOTES,
    ConnectionHealth,
    HealthNote,
    HealthState,
)

from tests.unit.domain.orders import NOW


def a_note(
    state: HealthState, minute: int, *, subject: str = "account", event_id: str = "evt_1"
) -> HealthNote:
    told_at = NOW + timedelta(minutes=minute)
    return HealthNote(subject=subject, state=state, told_at=told_at, event_id=event_id)


NEWS = [
    a_note(HealthState.BLOCKED, 1),
    a_note(HealthState.IMPAIRED, 2, event_id="evt_2"),
    a_note(HealthState.WELL, 2, event_id="evt_3"),
    a_note(HealthState.IMPAIRED, 1, subject="payouts"),
]


@pytest.mark.parametrize("order", list(permutations(NEWS)))
def test_the_newest_of_each_subject_counts_in_any_order(order: tuple[HealthNote, ...]) -> None:
    health = ConnectionHealth()
    for note in (*order, *order):
        health = health.noting(note, NOW)
    states = {note.subject: note.state for note in health.notes}
    assert states == {"account": HealthState.WELL, "payouts": HealthState.IMPAIRED}
    assert health.state_at(NOW) is HealthState.IMPAIRED


def test_an_authorisation_taken_back_ends_with_a_new_connection_only() -> None:
    gone = a_note(HealthState.DEAUTHORISED, 1, subject=AUTHORISATION)
    health = ConnectionHealth().noting(gone, NOW)
    later = a_note(HealthState.WELL, 9, subject=AUTHORISATION)
    assert health.noting(later, NOW) == health
    assert health.deauthorised
    connected_again = ConnectionHealth(since=NOW + timedelta(minutes=2))
    assert connected_again.noting(gone, NOW) == connected_again


def test_what_is_told_in_the_second_of_the_connection_is_news_of_it() -> None:
    """Its moment is a whole second, and so before the connection's own."""
    connected = ConnectionHealth(since=NOW + timedelta(minutes=2, milliseconds=900))
    news = a_note(HealthState.BLOCKED, 2)
    assert connected.noting(news, NOW).state_at(NOW) is HealthState.BLOCKED
    before = news.model_copy(update={"told_at": news.told_at - timedelta(seconds=1)})
    assert connected.noting(before, NOW) == connected


def test_what_ended_unsaid_is_believed_no_longer() -> None:
    downtime = a_note(HealthState.IMPAIRED, 0, subject="downtime down_1").model_copy(
        update={"until": NOW + timedelta(days=1)}
    )
    health = ConnectionHealth().noting(downtime, NOW)
    assert health.state_at(NOW + timedelta(hours=23)) is HealthState.IMPAIRED
    tomorrow = NOW + timedelta(days=1)
    assert health.state_at(tomorrow) is HealthState.WELL
    assert health.noting(a_note(HealthState.WELL, 1), tomorrow).notes == (
        a_note(HealthState.WELL, 1),
    )
    assert ConnectionHealth().noting(downtime, tomorrow) == ConnectionHealth()


def test_the_record_stays_small_and_never_forgets_the_authorisation() -> None:
    health = ConnectionHealth().noting(
        a_note(HealthState.DEAUTHORISED, 0, subject=AUTHORISATION), NOW
    )
    for number in range(MOST_NOTES + 10):
        health = health.noting(
            a_note(HealthState.IMPAIRED, number, subject=f"downtime {number}"), NOW
        )
    assert len(health.notes) == MOST_NOTES + 1
    assert health.deauthorised
