import pytest

from orderloom_cli.errors import UnreachableError
from orderloom_cli.main import app
from tests.unit.cli.fakes import letter
from tests.unit.cli.harness import CommandLine

NOT_FOUND = {"type": "urn:orderloom:problem:not-found", "detail": "There is no such order."}
INVALID = {
    "type": "urn:orderloom:problem:validation-failed",
    "detail": "See errors.",
    "errors": [{"field": "lines.0.sku", "message": "is unknown"}],
}


@pytest.mark.parametrize(
    ("status", "document", "code"),
    [
        (404, NOT_FOUND, 3),
        (422, INVALID, 4),
        (409, {"title": "Conflict"}, 4),
        (403, {"message": "Forbidden"}, 4),
        (503, {}, 5),
        (502, b"<html>", 5),
        (200, b"<html>", 1),
    ],
)
def test_an_answers_status_decides(
    cli: CommandLine, status: int, document: object, code: int
) -> None:
    cli.transport.answers = {"GET /v1/orders/ord_1": (status, document)}
    outcome = cli.run("orders", "show", "ord_1", tenant="acme")
    assert outcome.code == code
    assert outcome.out == ""
    assert outcome.err.startswith("error: ")
    assert len(outcome.err.splitlines()) == 1


def test_an_error_names_the_fields(cli: CommandLine) -> None:
    cli.transport.answers = {"GET /v1/orders/ord_1": (422, INVALID)}
    outcome = cli.run("orders", "show", "ord_1", tenant="acme")
    assert outcome.err == "error: See errors. (lines.0.sku: is unknown)\n"


@pytest.mark.parametrize(
    ("failure", "code", "kind"),
    [
        (UnreachableError("http://x", "timed out"), 5, "unreachable"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (RuntimeError("nobody expected this"), 1, "failed"),
    ],
)
def test_a_failure_is_one_line_and_never_a_traceback(
    cli: CommandLine, failure: BaseException, code: int, kind: str
) -> None:
    cli.transport.failure = failure
    outcome = cli.run("orders", "list", "--json", tenant="acme")
    assert (outcome.code, outcome.error["kind"]) == (code, kind)
    assert outcome.out == ""
    assert "Traceback" not in outcome.err


def test_debug_shows_the_traceback(cli: CommandLine) -> None:
    cli.transport.failure = RuntimeError("nobody expected this")
    outcome = cli.run("orders", "list", "--debug", tenant="acme")
    assert (outcome.code, "Traceback" in outcome.err) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ["orders", "shw"],
        ["orders", "show"],
        ["orders", "list", "--limit", "0"],
        ["orders", "create", "--line", "TEA=1"],
        ["orders", "create", "--file", "x.json", "--line", "TEA=1"],
        ["orders", "list"],  # whose?
        ["dlq", "replay", "--rate", "0"],
        ["dlq", "show", "--older-than", "soon"],
    ],
)
def test_wrong_usage(cli: CommandLine, words: list[str]) -> None:
    outcome = cli.run(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert len(outcome.err.splitlines()) == 1


def test_a_queue_that_is_not_there(cli: CommandLine) -> None:
    outcome = cli.run("dlq", "show", "--queue", "nope", "--json")
    assert (outcome.code, outcome.error["kind"]) == (3, "not-found")
    assert "inbound, relay" in outcome.error["message"]


def test_a_replay_that_keeps_messages_has_failed(cli: CommandLine) -> None:
    cli.store.letters = {letter("a").queue.url: [letter("a"), letter("b")]}
    cli.store.refuse_send = {"b"}
    outcome = cli.run("dlq", "replay", "--json")
    assert outcome.code == 1
    assert outcome.document["counts"] == {"replayed": 1, "kept": 1}
    assert (outcome.error["failed"], outcome.error["total"]) == (1, 2)


def test_help_documents_them() -> None:
    for code in ("0 done", "2 wrong usage", "3 no such thing", "5 nothing", "130 interrupted"):
        assert code in str(app.info.epilog)
