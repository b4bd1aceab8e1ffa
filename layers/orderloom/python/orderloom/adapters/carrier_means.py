"""What an adapter of a carrier is given beside the connection."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.domain.tenant import Connection
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.call_budget import CallBudget, CallLimit
from orderloom.ports.clock import Clock

_BEGINNINGS = frozenset({"log in", "list carriers", "find shipment", "rates", "track"})
"""What is asked before anything is bought, and asked again at no loss.

All else goes on with a purchase. Given up for want of a turn, it wastes the turns of its rates: in
a rush most of an account's calls would end so.
"""

_TOLD_KEPT = timedelta(minutes=10)
_MOST_TOLD = 100
_DIGITS = 12


class Told(ExpiringCache[str, tuple[str, ...]]):
    """Lists that accounts gave lately, by account: they seldom change, and each costs a call."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, lifetime=_TOLD_KEPT, most=_MOST_TOLD)


@dataclass(frozen=True)
class CarrierMeans:
    """`account` names the connection (`fedex`, `fedex.second`); `base_url` ends as the real one."""

    account: str
    base_url: str
    tokens: AccessTokens
    budget: CallBudget
    clock: Clock
    told: Told

    def holder(self, connection: Connection) -> str:
        """Whose access tokens an adapter uses: this connection's, while it names this account.

        Connected to another account under the same name, a merchant would ship and pay with the
        earlier one as long as its token lasts: at Shiprocket ten days. A new secret of the same
        account is no new holder: its tokens stay good.
        """
        account = [connection.key_id, connection.account_id, connection.details]
        digest = sha256(json.dumps(account, sort_keys=True).encode()).hexdigest()
        return f"{self.account}@{digest[:_DIGITS]}"

    def within(self, limit: CallLimit) -> Callable[[str], None]:
        """What an adapter calls before each request, with its operation. It raises OutOfTurns."""

        def before_each(operation: str) -> None:
            self.budget.spend(self.account, limit, begun=operation not in _BEGINNINGS)

        return before_each
