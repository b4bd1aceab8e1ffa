"""A small memory that forgets."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from orderloom.ports.clock import Clock

K = TypeVar("K")
V = TypeVar("V")


class ExpiringCache(Generic[K, V]):
    """Entries serve for `lifetime`; beyond `most` entries, the oldest goes first."""

    def __init__(self, clock: Clock, *, lifetime: timedelta, most: int) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._most = most
        self._entries: OrderedDict[K, tuple[datetime, V]] = OrderedDict()

    def get(self, key: K) -> V | None:
        entry = self._entries.get(key)
        if entry is None or self._clock.now() - entry[0] >= self._lifetime:
            return None
        return entry[1]

    def put(self, key: K, value: V, *, at: datetime | None = None) -> None:
        """`at`: since when it is known, for what must not serve a moment longer."""
        self._entries.pop(key, None)
        self._entries[key] = (at or self._clock.now(), value)
        if len(self._entries) > self._most:
            self._entries.popitem(last=False)

    def forget(self, key: K) -> None:
        self._entries.pop(key, None)
