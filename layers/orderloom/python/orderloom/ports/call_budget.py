"""How often an account of a provider may be called."""

from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True)
class CallLimit:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: int


class CallBudget(ABC):
    """Shared by all functions: the limit is the account's, not the process's."""

    @abstractmethod
    def spend(self, account: str, limit: CallLimit, *, begun: bool = False) -> None:
        """Wait for a turn: a moment, or a few seconds where earlier calls have `begun` the work.

        Raises OutOfTurns: none comes soon.
        """
