"""`orderloom reconcile`: every book of every connection, piece by piece."""

import json
from io import BytesIO
from typing import Any

import pytest

from orderloom_cli.clients.examination import Examination
from orderloom_cli.session import Session
from tests.unit.cli.harness import CommandLine

CONNECTION = {"tenant_id": "acme", "provider": "stripe", "books": ["events", "payments"]}
MISSED = {
    "event_id": "evt_1",
    "event_type": "payment_intent.succeeded",
    "occurred_at": "2026-11-21T10:00:00Z",
}
HOUR = {
    "hour": "2026-11-21T10:00:00Z",
    "delivered": 0,
    "missing": 3,
    "repaired": 1,
    "polled": 0,
    "silent": True,
}
PAYOUT = {
    "payout_id": "po_1",
    "amount": 4018,
    "currency": "USD",
    "lines": 2,
    "matched": 1,
    "matched_net": 2009,
    "unexplained": 0,
}


class StubFunctions:
    """Answers each question from a list by what was asked."""

    def __init__(self, **answers: list[Any]) -> None:
        self.answers = {"connections": [{"connections": [CONNECTION]}], "hours": [], **answers}
        self.asked: list[dict[str, Any]] = []

    def invoke(self, **request: Any) -> dict[str, Any]:
        question = json.loads(request["Payload"])
        self.asked.append(question)
        left = self.answers[question["ask"]]
        answer = left.pop(0) if left else {"hours": []}
        document = answer if "error" in answer else {"answer": answer}
        return {"Payload": BytesIO(json.dumps(document).encode())}


def events(*missing: dict[str, str], go_on: Any = None, **more: Any) -> dict[str, Any]:
    found = {"read": 90, "delivered": 90 - len(missing), "missing": list(missing)}
    return {**found, "silent": False, "go_on": go_on, **more}


def payments(*moved: str) -> dict[str, Any]:
    return {"read": 5, "moved": list(moved), "go_on": None}


def run(
    cli: CommandLine, functions: StubFunctions, monkeypatch: pytest.MonkeyPatch, *words: str
) -> Any:
    examination = Examination(functions, "Examine")  # type: ignore[arg-type]  # a stub
    monkeypatch.setattr(Session, "examination", examination)
    return cli.run("reconcile", *words, tenant="acme")


def test_what_is_missing_is_shown_and_queued(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = StubFunctions(
        reconcile=[events(MISSED), payments("ord_1")], hours=[{"hours": [HOUR]}]
    )
    outcome = run(cli, functions, monkeypatch)
    assert outcome.code == 0
    for told in ("evt_1 payment_intent.succeeded", "ord_1", "silent", "1 missing, queued"):
        assert told in outcome.out
    assert not any(question.get("dry_run") for question in functions.asked)


def test_a_dry_run_says_what_would_be_done(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = StubFunctions(reconcile=[events(MISSED), payments()])
    outcome = run(cli, functions, monkeypatch, "--dry-run")
    assert "1 missing, which would be applied; nothing was changed" in outcome.out
    asked = [question for question in functions.asked if question["ask"] == "reconcile"]
    assert all(question["dry_run"] for question in asked)


def test_a_long_record_is_read_piece_by_piece(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = {"since": "a", "until": "b", "cursor": "evt_9"}
    functions = StubFunctions(reconcile=[events(MISSED, go_on=rest), events(), payments()])
    document = run(cli, functions, monkeypatch, "--since", "2026-11-20", "--json").document
    assert (document["connections"][0]["read"], len(document["connections"][0]["missing"])) == (
        180,
        1,
    )
    first, second, _ = [each for each in functions.asked if each["ask"] == "reconcile"]
    assert first["since"] == "2026-11-20T00:00:00+00:00"
    assert second["go_on"] == rest


def test_payouts_are_listed(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = {"read": 1, "payouts": [PAYOUT], "go_on": None}
    functions = StubFunctions(reconcile=[events(), payments(), paid])
    functions.answers["connections"] = [
        {"connections": [{**CONNECTION, "books": ["events", "payments", "payouts"]}]}
    ]
    outcome = run(cli, functions, monkeypatch)
    assert "po_1" in outcome.out
    assert "40.18" in outcome.out


def test_a_record_nobody_can_read_fails_the_command_after_all_others(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"error": {"kind": "ProviderUnavailable", "message": "stripe list events: 503"}}
    functions = StubFunctions(reconcile=[refused, payments("ord_1")])
    outcome = run(cli, functions, monkeypatch, "--json")
    assert outcome.code == 1
    assert outcome.error["kind"] == "incomplete"
    found = outcome.document["connections"]
    assert found[0]["error"] == "stripe list events: 503"
    assert found[1]["moved"] == ["ord_1"]


@pytest.mark.parametrize("words", [("--provider", "razorpay"), ("--since", "yesterday")])
def test_what_makes_no_sense_is_refused(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch, words: tuple[str, str]
) -> None:
    assert run(cli, StubFunctions(), monkeypatch, *words).code == 2
