"""Calls to an account, spaced so that all functions together stay within its limit.

One number in the table says when the next turn is. Taking a turn moves it on by one interval
in a single write, so nobody waits for anybody but in the order of turns. Time in which nobody
called is made up for in part: a few calls may be made at once, and turns are spaced as for the
rest of the limit, so that no window of the limit's length ever holds more than the limit.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from orderloom import keys
from orderloom.adapters.dynamodb.account_records import CallBudgetRecord
from orderloom.adapters.dynamodb.conditions import no_turns_since, turn_between
from orderloom.adapters.dynamodb.table import Table
from orderloom.errors import OutOfTurns, VersionConflict
from orderloom.ports.call_budget import CallBudget, CallLimit
from orderloom.ports.clock import Clock

_PATIENCE, _LEAST_PATIENCE = 5_000, 1_000
_TURNS_AHEAD = 3
"""Milliseconds to wait for a turn: three turns, a second at least. Rates are waited for two: who
hears later of its turn uses it for an answer that nobody hears, and in a rush all turns would go
that way. Whose turn is later asks again later, which costs none.
"""

_SPACED = 92
_AT_ONCE = 6
"""Per cent of the limit. What remains is for clocks and networks that are not exact."""

_ATTEMPTS = 8
KEPT = timedelta(days=1)


class DynamoCallBudget(CallBudget):
    """`sleep` takes seconds; `patience` is for a turn, by the limit unless said."""

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

    def spend(self, account: str, limit: CallLimit) -> None:
        spacing = _Spacing(limit)
        for _ in range(_ATTEMPTS):
            asked_at = _epoch(self._clock.now())
            turn = max(self._take(account, spacing, asked_at), asked_at)
            now = _epoch(self._clock.now())
            if now - turn <= spacing.slack:
                if turn > now:
                    self._sleep((turn - now) / 1000)
                return
            # The table answered so late that others' turns have come: calling now is a crowd.
        raise OutOfTurns(account, "take a turn", "turns pass before they are known")

    def _take(self, account: str, spacing: "_Spacing", now: int) -> int:
        """When the turn taken is. Raises OutOfTurns."""
        key = keys.call_budget(self.tenant_id, account)
        earliest = now - spacing.credit
        patience = spacing.patience if self._patience is None else self._patience
        kept = CallBudgetRecord.expires_at.set(int(now / 1000 + KEPT.total_seconds()))
        lost = VersionConflict(f"turns of {account} moved")
        for _ in range(_ATTEMPTS):
            try:
                changed = self._table.update(
                    key,
                    [CallBudgetRecord.next_turn.add(spacing.interval), kept],
                    when=turn_between(earliest, now + patience),
                    otherwise=lost,
                )
                return int(changed["next_turn"]["N"]) - spacing.interval
            except VersionConflict:
                pass
            try:
                self._table.update(
                    key,
                    [CallBudgetRecord.next_turn.set(earliest + spacing.interval), kept],
                    when=no_turns_since(earliest),
                    otherwise=lost,
                )
            except VersionConflict:
                self._refuse_if_late(account, key, now, patience)
            else:
                return earliest
        raise OutOfTurns(account, "take a turn", "too many want one")

    def _refuse_if_late(self, account: str, key: keys.Key, now: int, patience: int) -> None:
        record = self._table.get(CallBudgetRecord, key)
        if record is not None and record.next_turn >= now + patience:
            wait = (record.next_turn - now) / 1000
            raise OutOfTurns(account, "take a turn", "its calls are spoken for", wait)


class _Spacing:
    """Of turns, in milliseconds.

    Attributes:
        interval: between two turns.
        credit: how far behind the present turns may begin.
        patience: how long a turn is waited for.
        slack: how late a turn may be used with the limit still kept.
    """

    def __init__(self, limit: CallLimit) -> None:
        window = limit.seconds * 1000
        self.interval = -(-window * 100 // (limit.calls * _SPACED))
        ahead = _TURNS_AHEAD * self.interval
        self.patience = max(_LEAST_PATIENCE, min(_PATIENCE, ahead))
        self.credit = limit.calls * _AT_ONCE // 100 * self.interval
        self.slack = self.interval * limit.calls - window - self.credit


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _milliseconds(duration: timedelta) -> int:
    return int(duration.total_seconds() * 1000)
