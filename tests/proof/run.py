"""The proof from its beginning to its end: rehearsal, planted bugs, faults, crashes."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.proof.faults import fault_waves
from tests.proof.findings import Findings
from tests.proof.flows import BY_NAME, FLOWS
from tests.proof.planted.all_of_them import BUGS
from tests.proof.planting import caught
from tests.proof.points import Point, distinct, points_of, sampled
from tests.proof.theatre import Theatre
from tests.proof.trial import Trial

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Form:
    """How much is tried; crashes come last and have what is left of the `minutes`."""

    name: str
    crashes: int | None
    rehearsals: int
    faults: int | None
    bugs: int | None
    wave: int
    minutes: float


QUICK = Form("quick", crashes=32, rehearsals=1, faults=10, bugs=4, wave=32, minutes=10)
FULL = Form("full", crashes=None, rehearsals=1, faults=None, bugs=None, wave=60, minutes=56)
FORMS = {form.name: form for form in (QUICK, FULL)}
PHASES = ("rehearsal", "bugs", "faults", "crashes")


@dataclass
class Proof:
    """`only`: phases to run, all of them unless named; `save`: called whenever more is known."""

    theatre: Theatre
    form: Form
    findings: Findings
    tell: Tell
    only: frozenset[str] = frozenset()
    save: Callable[[], None] = lambda: None

    def run(self) -> None:
        began = time.monotonic()
        points = self.rehearse() if not self.only or self.only - {"bugs", "faults"} else []
        if self.wanted("bugs"):
            self.plant()
        if self.wanted("faults"):
            self.disturb()
        if self.wanted("crashes"):
            self.crash(points, until=began + 60 * self.form.minutes)

    def wanted(self, phase: str) -> bool:
        return not self.only or phase in self.only

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

    def crash(self, points: Sequence[Point], until: float) -> None:
        """Those that were missed (calls are not the same each time) get another chance."""
        chosen = sampled(points, self.form.crashes or len(points), self.findings.seed)
        missed = self._crash(chosen, until)
        if missed and self.form.crashes is None:
            missed = self._crash(missed, until)
        self.findings.missed = missed

    def _crash(self, points: Sequence[Point], until: float) -> list[Point]:
        """Those whose call was not made, or whose turn did not come."""
        missed: list[Point] = []
        for wave in _waves(points, self.form.wave):
            if time.monotonic() > until:
                missed += wave
                continue
            trials = {point: point.trial for point in wave}
            self._play("crashes", list(trials.values()))
            for point, trial in trials.items():
                if trial.happened:
                    self.findings.points[point] = trial
                else:
                    missed.append(point)
        return missed

    def disturb(self) -> None:
        for name, trials, around in fault_waves(self.form.faults, self.findings.seed):
            with around(self.theatre):
                self._play(name, trials)
            self.findings.faults += [trial for trial in trials if trial.happened]

    def plant(self) -> None:
        """Each bug, and at first its trouble alone: that breaks nothing without the bug."""
        bugs = sorted(BUGS, key=lambda bug: bug.seconds)[: self.form.bugs]
        if self.form.bugs is None:
            trials = [Trial(BY_NAME[bug.flow], "no bug", bug.troubles()) for bug in bugs]
            self._play("their troubles without the bugs", trials)
        for bug in bugs:
            found = caught(bug, self.theatre)
            self.findings.caught.append(found)
            seen = found.violations[0] if found.violations else "NOT CAUGHT"
            self.tell(f"planted: {bug.name}: {seen} ({found.seconds:.0f} s)")
            self.save()

    def _play(self, what: str, trials: Sequence[Trial]) -> None:
        began = time.monotonic()
        violations = self.theatre.play(trials)
        self.findings.add(trials, violations)
        self.findings.replayed = self.theatre.operator.replayed
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
        self.save()


def _waves(points: Sequence[Point], size: int) -> Iterable[Sequence[Point]]:
    return (points[start : start + size] for start in range(0, len(points), size))
