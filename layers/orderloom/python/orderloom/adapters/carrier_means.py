"""What an adapter of a carrier is given beside the connection."""

from collections.abc import Callable
from dataclasses import dataclass

from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.call_budget import CallBudget, CallLimit
from orderloom.ports.clock import Clock


@dataclass(frozen=True)
class CarrierMeans:
    """`account` names the connection (`fedex`, `fedex.second`); `base_url` ends as the real one."""

    account: str
    base_url: str
    tokens: AccessTokens
    budget: CallBudget
    clock: Clock

    def within(self, limit: CallLimit) -> Callable[[], None]:
        """What an adapter calls before each request. It raises OutOfTurns."""
        return lambda: self.budget.spend(self.account, limit)
