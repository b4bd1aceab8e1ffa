"""Trying a write again while another transaction is in its way."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from tenacity import (
    RetryCallState,
    retry,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from orderloom.errors import TransientError, VersionConflict

P = ParamSpec("P")
T = TypeVar("T")

_ATTEMPTS = 6


def settling(function: Callable[P, T]) -> Callable[P, T]:
    """For writes that depend on nothing read before: the same again is right.

    A twin under way makes DynamoDB cancel this one without saying which of them will win; a
    moment later the winner is stored and the loser is told so.

    Raises:
        TransientError: after 6 attempts, in about a second.
    """
    return retry(
        retry=retry_if_exception_type(VersionConflict),
        stop=stop_after_attempt(_ATTEMPTS),
        wait=wait_random_exponential(multiplier=0.02, max=0.4),
        retry_error_callback=_give_up,
    )(function)


def _give_up(state: RetryCallState) -> None:
    conflict = state.outcome.exception() if state.outcome else None
    raise TransientError(f"still contended after {_ATTEMPTS} attempts") from conflict
