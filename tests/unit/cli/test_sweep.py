import pytest

from orderloom_cli.dlq.sweep import Sweep
from tests.unit.cli.fakes import INBOUND, FakeStore, letter


def test_every_message_comes_once_and_goes_back() -> None:
    store = FakeStore.holding(*(letter(name) for name in "abcde"))
    with Sweep(store, INBOUND) as sweep:
        assert [each.message_id for each in sweep] == list("abcde")
        assert store.hidden == set("abcde")
    assert store.hidden == set()


def test_messages_whose_hiding_ran_out_are_not_handed_out_twice() -> None:
    store = FakeStore.holding(letter("a"), letter("b"), letter("c"))
    seen = []
    with Sweep(store, INBOUND) as sweep:
        for each in sweep:
            seen.append(each.message_id)
            store.hidden.clear()
    assert sorted(set(seen)) == sorted(seen)


def test_an_interruption_leaves_every_message_visible() -> None:
    store = FakeStore.holding(letter("a"), letter("b"))
    with pytest.raises(KeyboardInterrupt):
        _interrupted_at_the_first(store)
    assert store.hidden == set()


def _interrupted_at_the_first(store: FakeStore) -> None:
    with Sweep(store, INBOUND) as sweep:
        for _each in sweep:
            raise KeyboardInterrupt


def test_what_was_settled_is_not_given_back() -> None:
    store = FakeStore.holding(letter("a"), letter("b"))
    with Sweep(store, INBOUND) as sweep:
        first, _second = sweep
        sweep.settled(first)
    assert store.hidden == {"a"}
