"""What a run of the proof found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.proof.checker.evidence import Violation
from tests.proof.points import Point, distinct
from tests.proof.trial import Trial


@dataclass(frozen=True)
class Broken:
    """A violation with what led there; `trial` is None where no one order is to blame."""

    violation: Violation
    trial: Trial | None


@dataclass(frozen=True)
class Caught:
    """What the checker said of a planted bug; nothing: it was not caught."""

    name: str
    violations: Sequence[Violation]
    seconds: float


@dataclass
class Findings:
    seed: int
    form: str
    rehearsed: dict[str, list[str]] = field(default_factory=dict)
    points: dict[Point, Trial] = field(default_factory=dict)
    missed: list[Point] = field(default_factory=list)
    faults: list[Trial] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    caught: list[Caught] = field(default_factory=list)
    replayed: int = 0
    seconds: float = 0.0

    def add(self, trials: Sequence[Trial], violations: Sequence[Violation]) -> None:
        by_tenant = {trial.tenant_id: trial for trial in trials}
        by_order = {trial.order_id: trial for trial in trials if trial.order_id}
        for one in violations:
            trial = by_tenant.get(one.tenant_id) or by_order.get(one.order_id)
            self.broken.append(Broken(one, trial))

    @property
    def holds(self) -> bool:
        return not self.broken and all(one.violations for one in self.caught)

    @property
    def by_category(self) -> dict[str, int]:
        """Trials that met their trouble, by kind."""
        counts = Counter(f"crash: {point.flow}" for point in self.points)
        return dict(counts + Counter(f"fault: {trial.category}" for trial in self.faults))

    def verdict(self) -> str:
        """The last line."""
        caught = sum(bool(one.violations) for one in self.caught)
        return (
            f"crash points: {distinct(self.points)}, faults: {len(self.faults)}, "
            f"violations: {len(self.broken)}, planted bugs caught: {caught}/{len(self.caught)}"
        )
