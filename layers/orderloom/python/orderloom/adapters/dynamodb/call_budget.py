"""Calls to an account, spaced so that all functions together stay within its limit.

One number in the table says when the next turn is. Taking a turn moves it on by one interval
in a single write, so nobody waits for anybody but in the order of turns. Time in which nobody
called is made up for in part: a few calls may be made at once, and turns are spaced as for the
rest of the limit, so that no window of the limit's length ever holds more than the limit.

Calls come in series (rates, the label, its papers). While few of those turns are in use, who calls
takes three in one write and keeps two for what follows; a turn is good for as long as the spacing
allows, and for nobody else. In a rush everybody takes one at a time.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from pynamodb.expressions.update import Action

from orderloom import keys
from orderloom.adapters.dynamodb.account_records import CallBudgetRecord
from orderloom.adapters.dynamodb.conditions import no_turns_since, turn_between
from orderloom.adapters.dynamodb.table import Table
from orderloom.errors import OutOfTurns, VersionConflict
from orderloom.ports.call_budget import CallBudget, CallLimit
from orderloom.ports.clock import Clock

_PATIENCE, _LEAST_PATIENCE = 1_500, 1_000
_TURNS_AHEAD = 3
"""Milliseconds to wait for a turn: three turns, but a second at least and not much longer.

Rates are waited for two seconds: who hears later of its turn uses it for an answer that nobody
hears, and in a rush all turns would go that way. Whose turn is later asks again later, which costs
none.
"""

_BEGUN_PATIENCE = 4_000
"""For a call that goes on with what others began: longer than the turns of all that may begin
within a second, and than Shiprocket's one in 3.9 seconds. A purchase of five such calls still fits
a function's 30 seconds.
"""

_SPACED = 92
_AT_ONCE = 6
"""Per cent of the limit. What remains is for clocks and networks that are not exact."""

_SERIES = 3
"""Turns taken at once, where nobody waits for them."""

_ATTEMPTS = 8
KEPT = timedelta(days=1)


class DynamoCallBudget(CallBudget):
    """`sleep` takes seconds; `patience`: for a turn to begin with, by the limit unless said."""

    def __init__(
        self,
        table: Table,
        tenant_id: str,
        clock: Clock,
        *,
        patience: timedelta | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.tenant_id = tenant_id
        self._table = table
        self._clock = clock
        self._patience = _milliseconds(patience) if patience else None
        self._sleep = sleep
        self._lock = Lock()
        self._ahead: dict[str, list[int]] = {}
        self._next_turn: dict[str, int] = {}

    def spend(self, account: str, limit: CallLimit, *, begun: bool = False) -> None:
        spacing = _Spacing(limit, _BEGUN_PATIENCE if begun else self._patience)
        late = 0
        for _ in range(_ATTEMPTS):
            asked_at = _epoch(self._clock.now())
            if self._taken_before(account, spacing, asked_at):
                return
            turn = self._take(account, spacing, asked_at + late)
            answered_at = _epoch(self._clock.now())
            if turn > answered_at:
                self._sleep((turn - answered_at) / 1000)
            if spacing.is_good(turn, _epoch(self._clock.now())):
                return
            # So late that others' turns have come: calling now would make a crowd of it. The table,
            # or this machine, is slow; the next turn is asked for as far ahead as it answers late.
            late = min(answered_at - asked_at, spacing.patience)
        raise OutOfTurns(account, "take a turn", "turns pass before they are known")

    def _taken_before(self, account: str, spacing: "_Spacing", now: int) -> bool:
        """Whether a turn of an earlier series is still good."""
        with self._lock:
            ahead = self._ahead.get(account, [])
            while ahead:
                turn = ahead.pop(0)
                if turn <= now and spacing.is_good(turn, now):
                    return True
        return False

    def _take(self, account: str, spacing: "_Spacing", now: int) -> int:
        """When the turn taken is. Raises OutOfTurns."""
        key = keys.call_budget(self.tenant_id, account)
        kept = CallBudgetRecord.expires_at.set(int(now / 1000 + KEPT.total_seconds()))
        lost = VersionConflict(f"turns of {account} moved")
        for attempt in range(_ATTEMPTS):
            known = self._known(account, key, spacing, now, anew=attempt > 0)
            spacing.refuse_if_late(account, known, now)
            turns = spacing.turns_at(known, now)
            ahead = turns * spacing.interval
            if known is not None and known >= now - spacing.credit:
                change: Action = CallBudgetRecord.next_turn.add(ahead)
                when = turn_between(now - spacing.credit, spacing.latest(turns, now))
            else:
                change = CallBudgetRecord.next_turn.set(now - spacing.credit + ahead)
                when = no_turns_since(now - spacing.credit)
            try:
                changed = self._table.update(key, [change, kept], when=when, otherwise=lost)
            except VersionConflict:
                continue
            return self._noted(account, spacing, int(changed["next_turn"]["N"]), turns)
        raise OutOfTurns(account, "take a turn", "too many want one")

    def _known(
        self, account: str, key: keys.Key, spacing: "_Spacing", now: int, *, anew: bool
    ) -> int | None:
        """The next turn; a read costs less than a write that is refused.

        It only moves on: what was seen is enough while it says that the account was called lately.
        """
        seen = self._next_turn.get(account)
        if seen is not None and seen >= now - spacing.credit and not anew:
            return seen
        record = self._table.get(CallBudgetRecord, key)
        return record.next_turn if record else None

    def _noted(self, account: str, spacing: "_Spacing", next_turn: int, turns: int) -> int:
        """The first of the turns that end before `next_turn`; the others are kept."""
        first = next_turn - turns * spacing.interval
        with self._lock:
            self._next_turn[account] = next_turn
            ahead = self._ahead.setdefault(account, [])
            ahead += range(first + spacing.interval, next_turn, spacing.interval)
        return first


class _Spacing:
    """Of turns, in milliseconds.

    Attributes:
        interval: between two turns.
        credit: how far behind the present turns may begin.
        patience: how long a turn is waited for.
        slack: how late a turn may be used with the limit still kept.
    """

    def __init__(self, limit: CallLimit, patience: int | None) -> None:
        window = limit.seconds * 1000
        self.interval = -(-window * 100 // (limit.calls * _SPACED))
        ahead = _TURNS_AHEAD * self.interval
        self.patience = patience or max(_LEAST_PATIENCE, min(_PATIENCE, ahead))
        self.credit = limit.calls * _AT_ONCE // 100 * self.interval
        self.slack = self.interval * limit.calls - window

    def is_good(self, turn: int, now: int) -> bool:
        """Whether a call made now, when the turn has come, keeps the limit."""
        return now <= turn + self.slack

    def latest(self, turns: int, now: int) -> int:
        """Where the next turn must lie at the latest."""
        return now + self.patience if turns == 1 else self.series_before(now)

    def refuse_if_late(self, account: str, next_turn: int | None, now: int) -> None:
        if next_turn is not None and next_turn >= now + self.patience:
            wait = (next_turn - now) / 1000
            raise OutOfTurns(account, "take a turn", "its calls are spoken for", wait)

    def series_before(self, now: int) -> int:
        """Where the next turn must lie for a series: half of those made up for stay for others."""
        return now - self.credit // 2 - _SERIES * self.interval

    def turns_at(self, next_turn: int | None, now: int) -> int:
        start = max(next_turn or 0, now - self.credit)
        return _SERIES if start < self.series_before(now) else 1


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _milliseconds(duration: timedelta) -> int:
    return int(duration.total_seconds() * 1000)
