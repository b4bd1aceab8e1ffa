"""`make test` shows what every part says, and passes only if all of them do."""

import sys
from pathlib import Path

import pytest

from infra.paths import ROOT
from tests.side_by_side import Ended, Part, run, stages, succeeded


def part(name: str, code: str) -> Part:
    return Part(name=name, command=(sys.executable, "-c", code))


def told_by(tmp_path: Path, *lanes: list[Part]) -> tuple[list[Ended], str]:
    told: list[str] = []
    ended = run(lanes, tmp_path / "build", told.append)
    return ended, "\n".join(told)


def test_lanes_run_beside_each_other_and_their_parts_in_turn(tmp_path: Path) -> None:
    """The first of each lane ends only once it sees that the other has begun."""
    meet = """
import pathlib, time
mine, other = (pathlib.Path({0!r}, name) for name in {1!r})
mine.touch()
until = time.monotonic() + 30
while not other.exists() and time.monotonic() < until: time.sleep(0.01)
assert other.exists()
mine.with_suffix('.ended').touch()
"""
    one, two = (
        part(name, meet.format(str(tmp_path), pair))
        for name, pair in (("one", ("1", "2")), ("two", ("2", "1")))
    )
    after = part("after", f"open({str(tmp_path / '1.ended')!r})")
    ended, _ = told_by(tmp_path, [one, after], [two])
    assert {each.part.name: each.code for each in ended} == {"one": 0, "two": 0, "after": 0}


def test_a_failure_stops_nothing_and_hides_nothing(tmp_path: Path) -> None:
    bad = part("bad", "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    ended, told = told_by(tmp_path, [bad, part("good", "print('also')")])
    assert [each.code for each in ended] == [3, 0]
    assert str(ended[0]).startswith("FAILED  bad")
    assert all(word in told for word in ("out", "err", "also"))
    assert not succeeded(ended, chosen=False)


def test_who_dies_has_failed(tmp_path: Path) -> None:
    ended, _ = told_by(tmp_path, [part("dies", "import os; os.kill(os.getpid(), 9)")])
    assert not succeeded(ended, chosen=True)


@pytest.mark.parametrize(
    ("codes", "chosen", "passed"),
    [
        ([0, 0], False, True),
        ([0, 5], True, True),
        ([0, 5], False, False),
        ([5, 5], True, False),
        ([0, 1], True, False),
        ([0, 5, 1], True, False),
    ],
)
def test_a_part_without_tests_fails_unless_tests_were_chosen(
    codes: list[int], *, chosen: bool, passed: bool
) -> None:
    ended = [Ended(part=part("x", ""), code=code, seconds=0) for code in codes]
    assert succeeded(ended, chosen=chosen) is passed


def test_every_test_is_in_one_part() -> None:
    """All folders with tests, and none twice."""
    first, ((alone, alone_on_second),) = stages(["-x"])
    e2e, others, second = (part for lane in first for part in lane)
    folders = {file.relative_to(ROOT).parts[1] for file in (ROOT / "tests").rglob("test_*.py")}
    named = [word for word in (*e2e.command, *others.command) if word.startswith("tests/")]
    assert sorted(named) == sorted(f"tests/{folder}" for folder in folders)
    assert [word for word in alone.command if "tests" in word] == []
    for part in (second, alone_on_second):
        assert "tests.integration.second_engine" in part.command
    assert {part.command[-3:] for part in (e2e, others, second)} == {("-m", "not alone", "-x")}
    assert {part.command[-3:] for part in (alone, alone_on_second)} == {("-m", "alone", "-x")}
