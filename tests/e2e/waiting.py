"""Awaiting a condition, with a bound."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE_SECONDS = 40.0
_POLL_SECONDS = 0.1


def eventually(
    look: Callable[[], T], *, until: Callable[[T], bool], seconds: float = PATIENCE_SECONDS
) -> T:
    """What `look` gives once `until` holds of it; fails with the last look otherwise."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if until(seen):
            return seen
        assert time.monotonic() < deadline, f"after {seconds} s still: {seen}"
        time.sleep(_POLL_SECONDS)
