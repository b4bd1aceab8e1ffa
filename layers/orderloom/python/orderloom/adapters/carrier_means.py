"""What an adapter of a carrier is given beside the connection."""

from collections.abc import Callable
from dataclasses import dataclass

from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.call_budget import CallBudget, CallLimit
from orderloom.ports.clock import Clock

_BEGINNINGS = frozenset({"log in", "list carriers", "find shipment", "rates", "track"})
"""What is asked before anything is bought, and asked again at no loss.

All else goes on with a purchase. Given up for want of a turn, it wastes the turns of its rates: in
a rush most of an account's calls would end so.
"""


@dataclass(frozen=True)
class CarrierMeans:
    """`account` names the connection (`fedex`, `fedex.second`); `base_url` ends as the real one."""

    account: str
    base_url: str
    tokens: AccessTokens
    budget: CallBudget
    clock: Clock

    def within(self, limit: CallLimit) -> Callable[[str], None]:
        """What an adapter calls before each request, with its operation. It raises OutOfTurns."""

        def before_each(operation: str) -> None:
            self.budget.spend(self.account, limit, begun=operation not in _BEGINNINGS)

        return before_each
