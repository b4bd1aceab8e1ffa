"""Failures that are to come, by operation."""

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager


class Faults:
    """`before` fails the next calls without effect; `after` lets them act and loses the answer."""

    def __init__(self) -> None:
        self._before: defaultdict[str, deque[Exception]] = defaultdict(deque)
        self._after: defaultdict[str, deque[Exception]] = defaultdict(deque)

    def before(self, operation: str, *errors: Exception) -> None:
        self._before[operation].extend(errors)

    def after(self, operation: str, *errors: Exception) -> None:
        self._after[operation].extend(errors)

    @contextmanager
    def around(self, operation: str) -> Iterator[None]:
        if self._before[operation]:
            raise self._before[operation].popleft()
        yield
        if self._after[operation]:
            raise self._after[operation].popleft()
