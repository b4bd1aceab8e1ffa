import pytest

from orderloom_cli.dlq.filters import Filter
from orderloom_cli.dlq.model import DeadLetterQueue
from orderloom_cli.dlq.replay import Outcome, Replay, ReplayResult
from tests.unit.cli.fakes import (
    INBOUND,
    RELAY,
    FakeStore,
    FakeStreams,
    FakeTimer,
    letter,
    stream_letter,
)

EVERYTHING = Filter()


def replayed(
    store: FakeStore,
    wanted: Filter = EVERYTHING,
    *,
    queue: DeadLetterQueue = INBOUND,
    streams: FakeStreams | None = None,
    timer: FakeTimer | None = None,
    dry_run: bool = False,
    limit: int | None = None,
    rate: float | None = None,
) -> list[ReplayResult]:
    results: list[ReplayResult] = []
    replay = Replay(
        store, streams or FakeStreams(), timer or FakeTimer(), results.append, dry_run=dry_run
    )
    replay.run([queue], wanted, limit=limit, rate=rate)
    return results


def outcomes(results: list[ReplayResult]) -> list[tuple[str, Outcome]]:
    return [(result.letter.message_id, result.outcome) for result in results]


def test_a_message_is_deleted_only_after_its_copy_was_accepted() -> None:
    store = FakeStore.holding(letter("a"), letter("b"), letter("c"))
    results = replayed(store)
    assert store.log == [
        ("send", "a to https://q/in for acme"),
        ("delete", "a"),
        ("send", "b to https://q/in for acme"),
        ("delete", "b"),
        ("send", "c to https://q/in for acme"),
        ("delete", "c"),
    ]
    assert {result.outcome for result in results} == {Outcome.REPLAYED}
    assert store.ids == []


def test_what_is_a_dead_letter_again_at_once_is_not_sent_for_ever() -> None:
    store = FakeStore.holding(letter("a"), letter("b"), letter("c"))
    store.hopeless = True
    assert [each.letter.message_id for each in replayed(store)] == ["a", "b", "c"]
    assert store.ids == ["new-a", "new-b", "new-c"]
    assert not store.hidden & set(store.ids), "the next replay finds them"


def test_what_the_queue_does_not_accept_is_kept_and_visible_again() -> None:
    store = FakeStore.holding(letter("a"), letter("b"))
    store.refuse_send = {"a"}
    results = replayed(store)
    assert outcomes(results) == [("a", Outcome.KEPT), ("b", Outcome.REPLAYED)]
    assert results[0].detail == "Throttled: slow down"
    assert store.ids == ["a"]
    assert store.hidden.isdisjoint({"a"})


def test_a_crash_between_sending_and_deleting_keeps_the_message_for_a_repetition() -> None:
    store = FakeStore.holding(letter("a"))

    def crash(_letter: object) -> None:
        raise KeyboardInterrupt

    store.before_delete = crash
    with pytest.raises(KeyboardInterrupt):
        replayed(store)
    assert store.ids == ["a"]
    assert store.hidden == set()
    store.before_delete = lambda _letter: None
    assert outcomes(replayed(store)) == [("a", Outcome.REPLAYED)]
    assert [action for action, _ in store.log] == ["send", "send", "delete"]


def test_a_message_that_cannot_be_deleted_is_told_of_as_sent() -> None:
    store = FakeStore.holding(letter("a"))
    store.refuse_delete = {"a"}
    [result] = replayed(store)
    assert (result.outcome, result.failed) == (Outcome.SENT_NOT_DELETED, True)
    assert store.hidden == set()


def test_a_dry_run_touches_nothing_and_waits_for_nothing() -> None:
    store, timer = FakeStore.holding(letter("a"), letter("b"), letter("c")), FakeTimer()
    results = replayed(store, dry_run=True, rate=0.1, timer=timer)
    assert [result.outcome for result in results] == [Outcome.WOULD_REPLAY] * 3
    assert (store.log, store.hidden, timer.slept) == ([], set(), [])
    assert store.ids == ["a", "b", "c"]


def test_only_what_is_meant_is_replayed_and_the_rest_is_visible_again() -> None:
    store = FakeStore.holding(letter("a"), letter("b", tenant_id="globex"), letter("c"))
    results = replayed(store, Filter(tenant="globex"))
    assert outcomes(results) == [("b", Outcome.REPLAYED)]
    assert store.ids == ["a", "c"]
    assert store.hidden.isdisjoint({"a", "c"})


def test_a_limit_stops_the_replay() -> None:
    store = FakeStore.holding(*(letter(name) for name in "abcde"))
    assert len(replayed(store, limit=3)) == 3
    assert store.ids == ["d", "e"]
    assert store.hidden.isdisjoint({"d", "e"})


def test_a_rate_spaces_messages_out() -> None:
    timer = FakeTimer()
    replayed(FakeStore.holding(letter("a"), letter("b"), letter("c")), rate=4, timer=timer)
    assert timer.slept == [0.25, 0.25]


def test_a_message_without_a_tenant_is_kept() -> None:
    store = FakeStore.holding(letter("a", tenant_id=""))
    [result] = replayed(store)
    assert (result.outcome, result.detail) == (Outcome.KEPT, "it names no tenant")
    assert store.log == []


def test_a_stream_batch_is_read_again_handed_over_and_then_deleted() -> None:
    store, streams = FakeStore.holding(stream_letter("s")), FakeStreams()
    assert outcomes(replayed(store, queue=RELAY, streams=streams)) == [("s", Outcome.REPLAYED)]
    assert streams.handed_over == [3]
    assert store.ids == []


@pytest.mark.parametrize("streams", [FakeStreams(gone=True), FakeStreams(relay_fails=True)])
def test_a_stream_batch_that_cannot_be_replayed_is_never_deleted(streams: FakeStreams) -> None:
    store = FakeStore.holding(stream_letter("s"))
    [result] = replayed(store, queue=RELAY, streams=streams)
    assert result.outcome is Outcome.KEPT
    assert (store.ids, store.hidden) == (["s"], set())


def test_a_dry_run_hands_no_stream_record_over() -> None:
    store, streams = FakeStore.holding(stream_letter("s")), FakeStreams()
    [result] = replayed(store, queue=RELAY, streams=streams, dry_run=True)
    assert (result.outcome, result.detail) == (Outcome.WOULD_REPLAY, "3 of 3 records")
    assert streams.handed_over == []


def test_a_batch_of_another_stream_is_kept() -> None:
    store = FakeStore.holding(stream_letter("s", stream="arn:older"))
    [result] = replayed(store, queue=RELAY)
    assert (result.outcome, result.detail) == (Outcome.KEPT, "it is of another stream")
