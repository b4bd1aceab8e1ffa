"""Signals around starting and stopping: an end asked for is an orderly end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

_EXIT_AFTER_SIGTERM: Final = 128 + signal.SIGTERM


@contextmanager
def sigterm_exits() -> Iterator[None]:
    """SIGTERM raises SystemExit, as Ctrl-C raises KeyboardInterrupt: blocks clean up.

    Only the main thread may say so; elsewhere this does nothing.
    """
    with _handling({signal.SIGTERM: _exit}):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """A second Ctrl-C does not interrupt the cleaning up after the first."""
    with _handling({signal.SIGINT: signal.SIG_IGN, signal.SIGTERM: signal.SIG_IGN}):
        yield


@contextmanager
def _handling(handlers: "dict[signal.Signals, signal._HANDLER]") -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _exit(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(_EXIT_AFTER_SIGTERM)
