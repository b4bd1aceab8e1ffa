"""The proof from its beginning to its end: rehearsal, planted bugs, faults, crashes."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tests.proof.faults import Around, fault_waves, undisturbed
from tests.proof.findings import Findings, faced
from tests.proof.flows import BY_NAME, FLOWS
from tests.proof.planted.all_of_them import BUGS
from tests.proof.planting import caught
from tests.proof.points import Point, distinct, points_of, sampled, together, trial_of
from tests.proof.theatre import Theatre
from tests.proof.trial import Trial

Tell = Callable[[str], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Form:
    """How much is tried, in waves of so many orders; none is begun after so many `minutes`."""

    name: str
    crashes: int | None
    rehearsals: int
    faults: int | None
    bugs: int | None
    wave: int
    minutes: float


QUICK = Form("quick", crashes=48, rehearsals=1, faults=8, bugs=4, wave=48, minutes=10)
FULL = Form("full", crashes=None, rehearsals=1, faults=None, bugs=None, wave=120, minutes=53)
FORMS = {form.name: form for form in (QUICK, FULL)}
_DEATHS = 3
"""Of one order, each of another function: a third of the orders shows as much."""

PHASES = ("rehearsal", "bugs", "faults", "crashes")


@dataclass
class Proof:
    """`only`: phases to run, all of them unless named; `save`: called whenever more is known.

    What `findings` hold already, of an earlier run, is not tried again.
    """

    theatre: Theatre
    form: Form
    findings: Findings
    tell: Tell
    only: frozenset[str] = frozenset()
    save: Callable[[], None] = lambda: None
    began: float = field(default_factory=time.monotonic)

    def run(self) -> None:
        points = self.rehearse() if self._wanted("rehearsal") or self._wanted("crashes") else []
        if self._wanted("bugs"):
            self.plant()
        if self._wanted("faults"):
            self.disturb()
        if self._wanted("crashes"):
            self.crash(points)

    def rehearse(self) -> list[Point]:
        """Every flow without trouble, which shows where it can be hit."""
        trials = [Trial(flow, "rehearsal") for flow in FLOWS for _ in range(self.form.rehearsals)]
        self._play("rehearsal", trials)
        found = [point for trial in trials for point in points_of(trial.flow.name, trial.made)]
        points = list(dict.fromkeys(found))
        self.findings.rehearsed = {
            trial.flow.name: [f"{one.call} -> {one.came}" for one in trial.made] for trial in trials
        }
        self.tell(f"rehearsal: {len(FLOWS)} flows, {distinct(points)} places to die at")
        return points

    def plant(self) -> None:
        """Each bug, and at first its trouble alone: that breaks nothing without the bug."""
        bugs = sorted(BUGS, key=lambda bug: bug.seconds)[: self.form.bugs]
        if self.form.bugs is None:
            name = "troubles of bugs, without the bugs"
            self._face(name, [Trial(BY_NAME[bug.flow], name, bug.troubles()) for bug in bugs])
        for bug in bugs:
            if bug.name in self.findings.caught or self._late:
                continue
            found = caught(bug, self.theatre)
            self.findings.caught[bug.name] = found
            seen = found.seen[0] if found.seen else "NOT CAUGHT"
            self.tell(f"planted: {bug.name}: {seen} ({found.seconds:.0f} s)")
            self.save()

    def disturb(self) -> None:
        for name, trials, around in fault_waves(self.form.faults, self.findings.seed):
            for wave in _waves(trials, self.form.wave):
                self._face(name, wave, around)

    def crash(self, points: Sequence[Point]) -> None:
        """Those that were missed (calls are not the same each time) get another chance."""
        chosen = sampled(points, self.form.crashes or len(points), self.findings.seed)
        for _ in range(1 if self.form.crashes else 2):
            left = [point for point in chosen if point not in self.findings.points]
            for wave in _waves(left, self.form.wave):
                if not self._late:
                    self._crash(wave)
        self.findings.missed = [point for point in chosen if point not in self.findings.points]

    def _crash(self, points: Sequence[Point]) -> None:
        groups = together(points, _DEATHS)
        trials = [trial_of(group) for group in groups]
        self._play("crashes", trials)
        for group, trial in zip(groups, trials, strict=True):
            deaths = zip(group, trial.troubles.crashes, strict=True)
            self.findings.points |= {point for point, crash in deaths if crash.happened}
        self.save()

    def _face(self, name: str, trials: Sequence[Trial], around: Around = undisturbed) -> None:
        """Those that were not faced yet."""
        left = [trial for trial in trials if faced(trial) not in self.findings.faults]
        if left and not self._late:
            with around(self.theatre):
                self._play(name, left)
            self.findings.face(left)
            self.save()

    def _play(self, what: str, trials: Sequence[Trial]) -> None:
        began, replayed = time.monotonic(), self.theatre.operator.replayed
        violations = self.theatre.play(trials)
        self.findings.add(trials, violations)
        self.findings.replayed += self.theatre.operator.replayed - replayed
        hit = sum(trial.happened for trial in trials)
        took = time.monotonic() - began
        self.tell(
            f"{what}: {len(trials)} orders, {hit} met their trouble, "
            f"{len(violations)} violations ({took:.0f} s)"
        )
        for one in violations[:5]:
            self.tell(f"  {one}")
        for trial in trials:
            if trial.stuck:
                self.tell(f"  stuck: {trial}: {trial.stuck}")

    def _wanted(self, phase: str) -> bool:
        return not self.only or phase in self.only

    @property
    def _late(self) -> bool:
        return time.monotonic() - self.began > 60 * self.form.minutes


def _waves(all_of_them: Sequence[T], size: int) -> Iterable[Sequence[T]]:
    starts = range(0, len(all_of_them), size)
    return (all_of_them[start : start + size] for start in starts)
