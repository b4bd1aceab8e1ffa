import json
from typing import Any

from tests.unit.cli.harness import CommandLine

REFUND: dict[str, Any] = {
    "id": "ord_1-refund-1",
    "order_id": "ord_1",
    "amount": 1250,
    "currency": "KWD",
    "reason": "came [bold]dented",
    "state": "requested",
    "refund_id": None,
    "requested_at": "2026-11-21T05:22:16.542559Z",
}
LEDGER: dict[str, Any] = {
    "order_id": "ord_1",
    "balances": [
        {
            "currency": "JPY",
            "authorised": 0,
            "captured": 2900,
            "refunded": 400,
            "disputed": 0,
            "reinstated": 0,
            "fees": 0,
            "paid_out": 0,
            "held": 2500,
        }
    ],
    "entries": [
        {
            "kind": "captured",
            "provider": "stripe",
            "object_id": "pi_1",
            "currency": "JPY",
            "lines": [
                {"account": "provider", "amount": 2900},
                {"account": "captured", "amount": -2900},
            ],
            "posted_at": "2026-11-21T05:22:16.542559Z",
        }
    ],
}


def test_a_refund_of_a_part(cli: CommandLine) -> None:
    cli.transport.answers = {"POST /v1/orders/ord_1/refunds": (202, REFUND)}
    words = "orders refund ord_1 --amount 1250 --idempotency-key k-1 --reason dented"
    outcome = cli.run(*words.split(), tenant="acme")
    assert outcome.code == 0
    [request] = cli.transport.requests
    assert json.loads(request.body or b"") == {"amount": 1250, "reason": "dented"}
    assert request.headers["Idempotency-Key"] == "k-1"
    assert "1.250 KWD" in outcome.out
    assert "came [bold]dented" in outcome.out


def test_a_refund_of_all_that_is_left_has_a_key_of_its_own(cli: CommandLine) -> None:
    cli.transport.answers = {"POST /v1/orders/ord_1/refunds": (202, REFUND)}
    for _ in range(2):
        assert cli.run("orders", "refund", "ord_1", tenant="acme").code == 0
    first, second = cli.transport.requests
    assert json.loads(first.body or b"") == {}
    assert first.headers["Idempotency-Key"] != second.headers["Idempotency-Key"]


def test_a_ledger_with_its_totals(cli: CommandLine) -> None:
    cli.transport.answers = {"GET /v1/orders/ord_1/ledger": (200, LEDGER)}
    outcome = cli.run("orders", "ledger", "ord_1", tenant="acme")
    assert outcome.code == 0
    for shown in ("pi_1", "provider", "2,900 JPY", "2,500 JPY"):
        assert shown in outcome.out


def test_a_ledger_before_any_money(cli: CommandLine) -> None:
    nothing = {"order_id": "ord_1", "balances": [], "entries": []}
    cli.transport.answers = {"GET /v1/orders/ord_1/ledger": (200, nothing)}
    assert "no money moved yet" in cli.run("orders", "ledger", "ord_1", tenant="acme").out


def test_a_capture_of_a_part(cli: CommandLine) -> None:
    captured = {**REFUND, "id": "ord_1-capture-1", "code": None}
    cli.transport.answers = {"POST /v1/orders/ord_1/capture": (202, captured)}
    words = "orders capture ord_1 --amount 1250 --idempotency-key k-1"
    outcome = cli.run(*words.split(), tenant="acme")
    assert outcome.code == 0
    [request] = cli.transport.requests
    assert json.loads(request.body or b"") == {"amount": 1250}
    assert request.headers["Idempotency-Key"] == "k-1"
    assert "1.250 KWD" in outcome.out
