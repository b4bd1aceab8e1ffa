"""A memory that forgets."""

from datetime import timedelta

from orderloom.adapters.expiring_cache import ExpiringCache

from tests.fakes.clock import FakeClock


def test_entries_serve_for_their_time() -> None:
    clock = FakeClock()
    cache = ExpiringCache[str, int](clock, lifetime=timedelta(seconds=10), most=5)
    cache.put("a", 1)
    clock.advance(seconds=9)
    assert cache.get("a") == 1
    clock.advance(seconds=1)
    assert cache.get("a") is None


def test_the_oldest_goes_when_there_are_too_many() -> None:
    cache = ExpiringCache[str, int](FakeClock(), lifetime=timedelta(seconds=10), most=2)
    for name in ("a", "b", "a", "c"):
        cache.put(name, 1)
    assert [cache.get(name) for name in ("a", "b", "c")] == [1, None, 1]


def test_an_entry_can_be_forgotten() -> None:
    cache = ExpiringCache[str, int](FakeClock(), lifetime=timedelta(seconds=10), most=2)
    cache.put("a", 1)
    cache.forget("a")
    cache.forget("never there")
    assert cache.get("a") is None
