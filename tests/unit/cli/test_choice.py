"""Which deployment a command works on."""

import stat
from pathlib import Path

import pytest
from botocore import exceptions as aws

from orderloom_cli import session
from orderloom_cli.errors import InconsistentError, NothingDeployedError, UsageError
from orderloom_cli.exit_codes import ExitCode
from orderloom_cli.failures import as_cli_error
from orderloom_cli.global_options import hoisted
from orderloom_cli.local.errors import NotRunningError
from orderloom_cli.local_file import LocalFile, load_local_file
from orderloom_cli.session import Choice, find_deployment
from tests.unit.cli.aws_stubs import refusal
from tests.unit.cli.harness import LOCAL


def running(monkeypatch: pytest.MonkeyPatch, file: LocalFile | None) -> None:
    monkeypatch.setattr(session, "load_local_file", lambda: file)


@pytest.mark.parametrize(
    ("choice", "stack"),
    [
        (Choice(), "Orderloom-local"),
        (Choice(stage="local"), "Orderloom-local"),
        (Choice(stage="prod"), "Orderloom-prod"),
        (Choice(stack="Mine"), "Mine"),
        (Choice(profile="work"), "Orderloom-dev"),
    ],
)
def test_with_something_running_here(
    monkeypatch: pytest.MonkeyPatch, choice: Choice, stack: str
) -> None:
    running(monkeypatch, LOCAL)
    assert find_deployment(choice).stack == stack


def test_with_nothing_running_here(monkeypatch: pytest.MonkeyPatch) -> None:
    running(monkeypatch, None)
    assert find_deployment(Choice()).stack == "Orderloom-dev"
    with pytest.raises(NothingDeployedError):
        find_deployment(Choice(stage="local"))
    with pytest.raises(UsageError):
        find_deployment(Choice(stage="dev", stack="Mine"))


def test_the_local_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "build" / "local.json"
    LOCAL.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_local_file(path) == LOCAL
    assert "olo_key" not in repr(LOCAL)


def test_a_local_file_of_another_shape_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "local.json"
    assert load_local_file(path) is None
    path.write_text("{}")
    with pytest.raises(InconsistentError):
        load_local_file(path)


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("orders list --json", "--json orders list"),
        ("orders list --tenant acme --limit 2", "--tenant acme orders list --limit 2"),
        ("dlq show --tenant=acme", "--tenant=acme dlq show"),
        ("orders show -- --json", "orders show -- --json"),
        ("orders list --tenant", "orders list --tenant"),
    ],
)
def test_global_options_may_stand_anywhere(words: str, moved: str) -> None:
    assert hoisted(words.split()) == moved.split()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (aws.NoRegionError(), ExitCode.UNREACHABLE),
        (aws.NoCredentialsError(), ExitCode.USAGE),
        (aws.ProfileNotFound(profile="x"), ExitCode.USAGE),
        (aws.EndpointConnectionError(endpoint_url="http://x"), ExitCode.UNREACHABLE),
        (aws.ConnectTimeoutError(endpoint_url="http://x"), ExitCode.UNREACHABLE),
        (refusal("AccessDenied"), ExitCode.REFUSED),
        (refusal("AWS.SimpleQueueService.NonExistentQueue"), ExitCode.NOT_FOUND),
        (refusal("InternalError"), ExitCode.FAILED),
        (NotRunningError(Path("build/local")), ExitCode.UNREACHABLE),
    ],
)
def test_what_libraries_raise_has_an_exit_code(error: Exception, code: ExitCode) -> None:
    known = as_cli_error(error)
    assert known is not None
    assert known.exit_code == code


def test_a_bug_is_nobodys_expected_failure() -> None:
    assert as_cli_error(KeyError("x")) is None
