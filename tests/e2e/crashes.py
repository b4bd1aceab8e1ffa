"""Functions killed in the middle of a call to AWS, as AWS may do at any moment."""

from collections.abc import Callable
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


def kill_the_caller(port: int) -> None:
    """The process whose end of a connection on this machine is `port`."""
    callers = {
        found.pid
        for found in psutil.net_connections("tcp")
        if found.pid is not None and found.laddr and found.laddr.port == port
    }
    for pid in callers:
        psutil.Process(pid).kill()
