"""Doing something again until it works, as merchants and shoppers do when a server hiccups."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol, TypeVar

from orderloom_cli.errors import ApiRefusedError, UnreachableError

T = TypeVar("T")
_AGAIN_SECONDS = 0.3
_TRIES = 100
_AT_MOST = 5
_MAY_PASS = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}
"""An authorizer that dies is told as a refusal."""


class Clock(Protocol):
    """What the module `time` has."""

    def monotonic(self) -> float: ...

    def sleep(self, seconds: float, /) -> None: ...


def patiently(act: Callable[[], T]) -> T:
    """What `act` gives; a refusal that will not pass is raised at once, the others at the end."""
    for _ in range(_TRIES):
        try:
            return act()
        except UnreachableError as exc:
            last: Exception = exc
        except ApiRefusedError as exc:
            if exc.status < HTTPStatus.INTERNAL_SERVER_ERROR and exc.status not in _MAY_PASS:
                raise
            last = exc
        time.sleep(_AGAIN_SECONDS)
    raise last


def awaited(
    look: Callable[[], T],
    until: Callable[[T], bool],
    seconds: float,
    moved: Callable[[], object] = lambda: None,
    clock: Clock = time,
) -> T:
    """What `look` gives once `until` holds of it, or at the end of the time; who cares checks.

    The time begins anew whenever `moved` tells something else than before, as a busy machine is
    slow but not stuck; not for ever, as what is tried in vain moves as well.
    """
    began = since = clock.monotonic()
    before = moved()
    while True:
        seen, now = look(), clock.monotonic()
        if (after := moved()) != before:
            before, since = after, now
        if until(seen) or now - since > seconds or now - began > _AT_MOST * seconds:
            return seen
        clock.sleep(_AGAIN_SECONDS)
