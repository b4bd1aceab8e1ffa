"""The tables of README and docs/performance.md are made from what was measured."""

from pathlib import Path

import pytest

from tests.bench.headline import BEGIN, DOCUMENT, END, README, _of_bench, _of_load, put, table
from tests.bench.targets import TARGETS
from tests.load.limits import LIMITS
from tests.unit.measuring.test_bench_page import document


@pytest.mark.parametrize("page", [README, DOCUMENT])
def test_every_target_and_limit_stands_in_the_documents(page: Path) -> None:
    """By its name and limit, once: whoever changes a target has to make the tables again."""
    told = page.read_text().split(BEGIN)[1].split(END)[0]
    for target in (*TARGETS, *LIMITS):
        rows = [line for line in told.splitlines() if line.startswith(f"| {target.says} |")]
        assert len(rows) == 1
        assert target.limit in rows[0]


def test_a_missed_target_is_told_with_its_distance_and_its_cause() -> None:
    found = document(write_units=50)
    for part in ("acknowledging", "signature", "pressure", "cold", "functions", "orders"):
        found[part]["machine"] = {"measured_at": "2026-11-21 18:00 UTC"}
    rows = {row.says: row for row in _of_bench(found)}
    writes = next(target.says for target in TARGETS if target.key == "wru_per_order")
    assert rows[writes].told == "missed by 25%"
    assert "docs/cost.md" in rows[writes].cause
    assert [row.told for row in rows.values()].count("met") == len(TARGETS) - 1
    assert "2026-11-21 18:00" in rows[writes].line


def test_what_was_not_run_is_told_as_such() -> None:
    assert {row.measured for row in (*_of_bench({}), *_of_load({}))} == {"not run"}


def test_lines_are_put_between_the_marks_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    put(page, list(table([])))
    assert page.read_text().startswith(f"before\n{BEGIN}\n| what |")
    assert page.read_text().endswith(f"---|\n{END}\nafter\n")
    assert "old" not in page.read_text()
