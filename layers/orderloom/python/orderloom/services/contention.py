"""Deciding again for a caller who waits: a few quick attempts, then the caller tries again."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from orderloom.errors import VersionConflict

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 5


def while_the_caller_waits(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` again, from its first read, after each VersionConflict.

    Raises:
        VersionConflict: after 5 attempts (under half a second of waiting).
    """
    return retry(
        retry=retry_if_exception_type(VersionConflict),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_random_exponential(multiplier=0.01, max=0.1),
        reraise=True,
    )(function)
