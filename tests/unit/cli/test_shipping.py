import json
from typing import Any

from tests.unit.cli.harness import CommandLine

POLICY = {
    "tenant_id": "acme",
    "mode": "automatic",
    "strategy": "cheapest_within_days",
    "within_days": 3,
    "preferred": [],
    "deadline_ms": 2000,
    "unscanned_days": 3,
    "stuck_days": 7,
}
ORDER: dict[str, Any] = {"id": "ord_1", "status": "manual_required"}


def waiting(order_id: str, kind: str = "manual_shipping") -> dict[str, Any]:
    return {"id": order_id, "attention": {"kind": kind, "detail": "ups: status 503"}}


def body(cli: CommandLine) -> Any:
    return json.loads(cli.transport.requests[-1].body or b"null")


def test_a_policy_is_set_and_told_in_a_sentence(cli: CommandLine) -> None:
    cli.transport.answers = {"PUT /operator/tenants/acme/shipping": (200, POLICY)}
    wanted = ["--strategy", "cheapest_within_days", "--within-days", "3"]
    outcome = cli.run("shipping", "policy", *wanted, tenant="acme")
    assert outcome.code == 0
    assert "cheapest_within_days (3 days)" in outcome.out
    assert body(cli) == {k: v for k, v in POLICY.items() if k != "tenant_id"}
    assert cli.run("shipping", "policy", "--strategy", "dearest", tenant="acme").code == 2


def test_a_merchant_ships_by_hand(cli: CommandLine) -> None:
    answer = {**POLICY, "mode": "manual"}
    cli.transport.answers = {"PUT /operator/tenants/acme/shipping": (200, answer)}
    outcome = cli.run("shipping", "policy", "--mode", "manual", tenant="acme")
    assert "sent by hand" in outcome.out
    assert body(cli)["mode"] == "manual"


def test_a_drain_tries_all_again_but_those_a_person_must_look_at(cli: CommandLine) -> None:
    page = {"data": [waiting("ord_1"), waiting("ord_2", "label_unknown")], "next_cursor": None}
    cli.transport.answers = {
        "GET /v1/orders": (200, page),
        "POST /v1/orders/ord_1/shipment/retry": (202, ORDER),
    }
    outcome = cli.run("shipping", "drain", "--json", tenant="acme")
    assert outcome.code == 0
    outcomes = [order["outcome"] for order in outcome.document["data"]]
    assert outcomes == ["tried again", "left to a person"]


def test_a_dry_run_changes_nothing(cli: CommandLine) -> None:
    page = {"data": [waiting("ord_1")], "next_cursor": None}
    cli.transport.answers = {"GET /v1/orders": (200, page)}
    outcome = cli.run("shipping", "drain", "--dry-run", tenant="acme")
    assert "would be tried again" in outcome.out
    assert "status 503" in outcome.out
    assert [request.method for request in cli.transport.requests] == ["GET"]


def test_what_cannot_be_tried_again_is_told_and_fails(cli: CommandLine) -> None:
    page = {"data": [waiting("ord_1")], "next_cursor": None}
    cli.transport.answers = {
        "GET /v1/orders": (200, page),
        "POST /v1/orders/ord_1/shipment/retry": (409, {"title": "Conflict"}),
    }
    outcome = cli.run("shipping", "drain", tenant="acme")
    assert outcome.code == 1
    assert "refused" in outcome.out


def test_nothing_waits(cli: CommandLine) -> None:
    cli.transport.answers = {"GET /v1/orders": (200, {"data": [], "next_cursor": None})}
    outcome = cli.run("shipping", "drain", tenant="acme")
    assert (outcome.code, outcome.out.strip()) == (0, "No order waits to be sent by hand.")
