"""Functions killed in the middle of a call to AWS, as AWS may do at any moment."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil

Chosen = Callable[[str, dict[str, Any]], bool]
"""Of an operation such as `DynamoDB.GetItem` and its parameters."""


@dataclass
class Crash:
    """Kills whoever makes a chosen call, `left` times.

    Attributes:
        takes_effect: whether the call reaches AWS before the caller dies; it never hears of it.
        happened: how often it was done.
    """

    chosen: Chosen
    takes_effect: bool
    left: int
    happened: int = 0

    def claims(self, operation: str, parameters: dict[str, Any]) -> bool:
        """Whether this call is to be its maker's last."""
        if self.left == 0 or not self.chosen(operation, parameters):
            return False
        self.left -= 1
        self.happened += 1
        return True


def kill_the_caller(port: int, to: int) -> None:
    """The process whose end of a connection on this machine is `port`, the other being `to`."""
    for caller in _callers(port, to):
        caller.kill()


def calling_function(port: int, to: int) -> str:
    """Which of `functions/` holds that end; empty if it is gone by now."""
    for caller in _callers(port, to):
        with suppress(psutil.Error):
            return caller.environ().get("POWERTOOLS_SERVICE_NAME", "")
    return ""


def _callers(port: int, to: int) -> list[psutil.Process]:
    """Whose connections begin at this port of this machine and end at that.

    One port alone may begin several connections, each to another service.
    """
    pids = {
        found.pid
        for found in psutil.net_connections("tcp")
        if found.pid is not None
        and (found.laddr and found.raddr)
        and (found.laddr.port, found.raddr.port) == (port, to)
    }
    return [psutil.Process(pid) for pid in pids]
