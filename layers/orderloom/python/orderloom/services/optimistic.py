"""Deciding again when somebody else committed first."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from tenacity import (
    RetryCallState,
    retry,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from orderloom.errors import Contended, VersionConflict

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 8


def _give_up(state: RetryCallState) -> None:
    conflict = state.outcome.exception() if state.outcome else None
    raise Contended(f"still contended after {ATTEMPTS} attempts") from conflict


def deciding_again(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` again, from its first read, after each VersionConflict.

    Raises:
        Contended: after 8 attempts; the message or the saga step is tried again later.
    """
    return retry(
        retry=retry_if_exception_type(VersionConflict),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_random_exponential(multiplier=0.02, max=0.5),
        retry_error_callback=_give_up,
    )(function)
