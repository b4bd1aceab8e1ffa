"""The quick form of `make proof`, with the planted bugs that are found fastest."""

from pathlib import Path

import pytest

from tests.proof.findings import Findings
from tests.proof.report import write_report
from tests.proof.run import QUICK, Proof
from tests.proof.theatre import theatre

SEED = 1


@pytest.mark.alone
@pytest.mark.slow
def test_no_promise_breaks_and_every_planted_bug_is_seen(tmp_path: Path) -> None:
    findings, told = Findings(SEED, QUICK.name), list[str]()
    with theatre("proof-test", told.append) as stage:
        Proof(stage, QUICK, findings, told.append).run()
    write_report(findings, tmp_path)
    assert findings.broken == [], "\n".join(told)
    assert [one.name for one in findings.caught.values() if not one.seen] == []
    assert len(findings.caught) == QUICK.bugs
    # A call that is not made this time cannot be hit: few are so.
    assert len(findings.points) >= (QUICK.crashes or 0) * 3 // 4, "\n".join(told)
    assert findings.verdict().startswith("crash points: ")
    assert "violations: 0" in (tmp_path / "proof.json").read_text()
