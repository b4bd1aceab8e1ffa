"""Sending the orders that wait for a person after all: a few at a time, until all were tried.

Each step is a value of its own: it says what is on its way, what came of the rest, and how many
may be on their way at once. One more after a good step, one alone after a bad one: a carrier
that has just come back is not run over, and one that has not is left alone soon.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from orderloom.domain.model import DomainModel

MOST_AT_ONCE = 8
MOST_IN_A_ROW = 5
"""Failures, before the rest is left for later: nothing is sold there just now."""

MOST_TOLD = 50
_BETWEEN_LOOKS_SECONDS = 2
_LONGEST_PAUSE = 60
PATIENCE = timedelta(minutes=12)
"""Longer than an order takes that looks for a lost label."""

REVIVED_AFTER = timedelta(minutes=2)
"""A step that long ago has no follower: asking again goes on from it."""


class DrainState(StrEnum):
    """STOPPED: too many in a row failed. The rest still waits for a person."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class InFlight(DomainModel):
    """An order that is tried again; `alone`: a second time, as others were beside it at first."""

    order_id: str
    since: datetime
    alone: bool = False


class Failure(DomainModel):
    """An order that waits for a person as before."""

    order_id: str
    reason: str


class Drain(DomainModel):
    """One step of a drain. `shipped`, `failed` and `left` are numbers of orders.

    Attributes:
        until: orders that wait since later are none of this drain's.
        after: where the list of those that wait was left.
        left: not tried yet; an estimate, as others may send some meanwhile.
        again: those that failed beside others, which may have been why: tried once more at the end.
        in_a_row: the newest failures without a label between them.
        failures: the newest.
    """

    drain_id: str
    tenant_id: str
    step: int
    state: DrainState
    started_at: datetime
    updated_at: datetime
    until: datetime
    after: str | None = None
    window: int = 1
    in_flight: tuple[InFlight, ...] = ()
    shipped: int = 0
    failed: int = 0
    left: int = 0
    again: tuple[str, ...] = ()
    in_a_row: int = 0
    failures: tuple[Failure, ...] = ()

    @property
    def is_running(self) -> bool:
        return self.state is DrainState.RUNNING

    @property
    def pause_seconds(self) -> int:
        """Before the next step: longer after each failure, until a circuit had time to close."""
        if self.in_flight:
            return _BETWEEN_LOOKS_SECONDS
        return (
            min(_BETWEEN_LOOKS_SECONDS * 2**self.in_a_row, _LONGEST_PAUSE) if self.in_a_row else 0
        )

    @property
    def room(self) -> int:
        """How many more may be tried now."""
        if self.in_a_row >= MOST_IN_A_ROW:
            return 0
        return max(self.window - len(self.in_flight), 0)

    def is_stuck(self, now: datetime) -> bool:
        return self.is_running and now - self.updated_at >= REVIVED_AFTER

    def settled(
        self, still: tuple[InFlight, ...], shipped: int, failures: tuple[Failure, ...]
    ) -> "Drain":
        """With what became of orders that were on their way; `still` are."""
        alone = {one.order_id for one in self.in_flight if one.alone or self.window == 1}
        final = tuple(one for one in failures if one.order_id in alone)
        again = tuple(one.order_id for one in failures if one.order_id not in alone)
        changed: dict[str, Any] = {
            "shipped": self.shipped + shipped,
            "failed": self.failed + len(final),
            "failures": (*self.failures, *final)[-MOST_TOLD:],
            "again": (*self.again, *again),
            "left": self.left + len(again),
            "in_flight": still,
        }
        if failures:
            changed |= {"window": 1, "in_a_row": (0 if shipped else self.in_a_row) + len(failures)}
        elif shipped:
            changed |= {"window": min(self.window + 1, MOST_AT_ONCE), "in_a_row": 0}
        return self.model_copy(update=changed)

    def fails_more_than(self, earlier: "Drain") -> bool:
        """Whether an order came back without a label since."""
        return (self.failed, len(self.again)) != (earlier.failed, len(earlier.again))

    def followed(self, now: datetime, *, more: bool) -> "Drain":
        """The next step; `more`: there are orders left that were not tried."""
        state = DrainState.RUNNING
        if not self.in_flight and self.in_a_row >= MOST_IN_A_ROW and more:
            state = DrainState.STOPPED
        elif not self.in_flight and not more:
            state = DrainState.DONE
        left = 0 if state is DrainState.DONE else self.left
        changed = {"step": self.step + 1, "updated_at": now, "state": state, "left": left}
        return self.model_copy(update=changed)
