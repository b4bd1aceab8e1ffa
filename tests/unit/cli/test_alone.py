"""What must not run twice in one checkout."""

from pathlib import Path

import pytest

from orderloom_cli.alone import alone
from orderloom_cli.errors import BusyError
from orderloom_cli.exit_codes import ExitCode
from tests.unit.cli.harness import CommandLine


def test_who_comes_while_another_is_at_work_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "build" / "demo.lock"
    with alone("demo", lock), pytest.raises(BusyError, match="another `demo`"), alone("demo", lock):
        pass
    with alone("demo", lock):
        pass


def test_a_second_up_touches_nothing_of_the_first(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orderloom_cli.commands.local.BUILD", tmp_path)
    began = list[object]()
    monkeypatch.setattr("orderloom_cli.commands.local._started", lambda *it: began.extend(it))
    with alone("orderloom up", tmp_path / "up.lock"):
        refused = cli.run("up")
    assert began == []
    assert refused.code == ExitCode.REFUSED
    assert "another `orderloom up` is at work in this checkout" in refused.err
