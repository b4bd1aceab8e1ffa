"""A part of this machine for some processes, as each environment on AWS has its share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum


class Half(IntEnum):
    """Of the processors that may be used; with one there are no halves."""

    FIRST = 0
    SECOND = 1


@contextmanager
def only_on(half: Half) -> Iterator[None]:
    """Whatever this thread begins within the block stays there; where the system allows it."""
    allowed = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    middle = len(allowed) // 2
    if not middle:
        yield
        return
    os.sched_setaffinity(0, allowed[middle:] if half is Half.SECOND else allowed[:middle])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
