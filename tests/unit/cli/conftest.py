import pytest

from tests.unit.cli.harness import CommandLine


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Piped, as a script would run it; several processes of tests set COLUMNS to a terminal's."""
    monkeypatch.delenv("COLUMNS", raising=False)
    return CommandLine(capsys)
