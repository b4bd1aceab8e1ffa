"""What a run of the proof found: plain data, so that another run can go on with it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.proof.checker.evidence import Violation
from tests.proof.points import Point, distinct
from tests.proof.trial import Trial


@dataclass(frozen=True)
class Broken:
    """A violation with what led there; no `story` where no one order is to blame.

    `history`: every call made for the order, with what came of it.
    """

    rule: str
    tenant: str
    order: str
    seen: str
    story: str = ""
    stuck: str = ""
    history: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True)
class Faced:
    """An order that met its trouble."""

    category: str
    story: str


@dataclass(frozen=True)
class Caught:
    """What the checker said of a planted bug; nothing: it was not caught."""

    name: str
    seen: Sequence[str]
    seconds: float


@dataclass
class Findings:
    seed: int
    form: str
    rehearsed: dict[str, list[str]] = field(default_factory=dict)
    points: set[Point] = field(default_factory=set)
    missed: list[Point] = field(default_factory=list)
    faults: list[Faced] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    caught: dict[str, Caught] = field(default_factory=dict)
    replayed: int = 0
    seconds: float = 0.0

    def add(self, trials: Sequence[Trial], violations: Sequence[Violation]) -> None:
        by_tenant = {trial.tenant_id: trial for trial in trials}
        by_order = {trial.order_id: trial for trial in trials if trial.order_id}
        for one in violations:
            trial = by_tenant.get(one.tenant_id) or by_order.get(one.order_id)
            self.broken.append(_broken(one, trial))

    def face(self, trials: Sequence[Trial]) -> None:
        self.faults += [faced(trial) for trial in trials if trial.happened]

    @property
    def holds(self) -> bool:
        return not self.broken and all(one.seen for one in self.caught.values())

    @property
    def by_category(self) -> dict[str, int]:
        """Trials that met their trouble, by kind."""
        counts = Counter(f"crash: {point.flow}" for point in self.points)
        counts += Counter(f"fault: {one.category}" for one in self.faults)
        return dict(sorted(counts.items()))

    def verdict(self) -> str:
        """The last line."""
        caught = sum(bool(one.seen) for one in self.caught.values())
        return (
            f"crash points: {distinct(self.points)}, faults: {len(self.faults)}, "
            f"violations: {len(self.broken)}, planted bugs caught: {caught}/{len(self.caught)}"
        )


def faced(trial: Trial) -> Faced:
    return Faced(trial.category, str(trial))


def _broken(violation: Violation, trial: Trial | None) -> Broken:
    where = (violation.rule, violation.tenant_id, violation.order_id, violation.seen)
    if trial is None:
        return Broken(*where)
    history = [f"{made.call} -> {made.came}" for made in trial.made]
    return Broken(*where, str(trial), trial.stuck, history)
