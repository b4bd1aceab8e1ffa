import json
from typing import Any

from tests.unit.cli.harness import CommandLine

POLICY = {
    "tenant_id": "acme",
    "mode": "automatic",
    "strategy": "cheapest_within_days",
    "within_days": 3,
    "preferred": [],
    "label_format": "pdf",
    "deadline_ms": 2000,
    "unscanned_days": 3,
    "stuck_days": 7,
    "weights": {"fedex": 3},
}
SHOWN = {
    **POLICY,
    "strategy": "fastest",
    "platform_mode": "automatic",
    "accounts": [
        {"account": "fedex", "weight": 3, "health": "well", "since": None},
        {"account": "ups", "weight": None, "health": "paused", "since": "2026-11-21T12:00:00Z"},
    ],
}
SHIPPING = "operator/tenants/acme/shipping"
DRAIN = {
    "drain_id": "drain_1",
    "state": "done",
    "queued": 0,
    "shipped": 3,
    "failed": 0,
    "left": 0,
    "failures": [],
}


def waiting(order_id: str, kind: str = "manual_shipping") -> dict[str, Any]:
    return {"id": order_id, "attention": {"kind": kind, "detail": "ups: status 503"}}


def body(cli: CommandLine) -> Any:
    return json.loads(cli.transport.requests[-1].body or b"null")


def test_a_policy_is_set_and_told_in_a_sentence(cli: CommandLine) -> None:
    cli.transport.answers = {f"GET {SHIPPING}": (200, SHOWN), f"PUT {SHIPPING}": (200, POLICY)}
    wanted = ["--strategy", "cheapest_within_days", "--within-days", "3"]
    outcome = cli.run("shipping", "policy", *wanted, tenant="acme")
    assert outcome.code == 0
    assert "cheapest_within_days (3 days)" in outcome.out
    assert body(cli) == {k: v for k, v in POLICY.items() if k != "tenant_id"}
    assert cli.run("shipping", "policy", "--strategy", "dearest", tenant="acme").code == 2


def test_what_is_not_named_stays(cli: CommandLine) -> None:
    manual = {**SHOWN, "mode": "manual"}
    cli.transport.answers = {f"GET {SHIPPING}": (200, SHOWN), f"PUT {SHIPPING}": (200, manual)}
    outcome = cli.run("shipping", "policy", "--mode", "manual", tenant="acme")
    assert "sent by hand" in outcome.out
    sent = body(cli)
    assert (sent["mode"], sent["strategy"], sent["weights"]) == ("manual", "fastest", {"fedex": 3})


def test_accounts_share_orders_by_weight(cli: CommandLine) -> None:
    cli.transport.answers = {f"GET {SHIPPING}": (200, SHOWN), f"PUT {SHIPPING}": (200, POLICY)}
    weights = ["--weight", "fedex=3", "--weight", "fedex.second=0"]
    assert cli.run("shipping", "policy", *weights, tenant="acme").code == 0
    assert body(cli)["weights"] == {"fedex": 3, "fedex.second": 0}
    for wrong in ("fedex", "=3", "fedex=much", "fedex=-1"):
        assert cli.run("shipping", "policy", "--weight", wrong, tenant="acme").code == 2


def test_accounts_are_shown_with_their_health(cli: CommandLine) -> None:
    cli.transport.answers = {f"GET {SHIPPING}": (200, SHOWN)}
    outcome = cli.run("shipping", "accounts", tenant="acme")
    assert outcome.code == 0
    assert "paused" in outcome.out
    assert "2026-11-21 12:00:00 UTC" in outcome.out


def test_one_switch_is_over_all_merchants(cli: CommandLine) -> None:
    cli.transport.answers = {"PUT operator/shipping-switch": (200, {"mode": "manual"})}
    outcome = cli.run("shipping", "switch", "manual")
    assert "all merchants are sent by hand" in outcome.out
    assert body(cli) == {"mode": "manual"}


def test_a_drain_is_followed_to_its_end(cli: CommandLine) -> None:
    running = {**DRAIN, "state": "running", "shipped": 1, "queued": 1, "left": 1}
    cli.transport.answers = {f"POST {SHIPPING}/drain": (202, running)}
    cli.transport.answers |= {f"GET {SHIPPING}/drain": (200, DRAIN)}
    outcome = cli.run("shipping", "drain", "--json", tenant="acme")
    assert (outcome.code, outcome.document["shipped"]) == (0, 3)
    assert "3 shipped" in cli.run("shipping", "drain", tenant="acme").out


def test_a_drain_goes_on_without_anybody_looking(cli: CommandLine) -> None:
    running = {**DRAIN, "state": "running", "shipped": 0, "left": 3}
    cli.transport.answers = {f"POST {SHIPPING}/drain": (202, running)}
    outcome = cli.run("shipping", "drain", "--no-wait", tenant="acme")
    assert (outcome.code, len(cli.transport.requests)) == (0, 1)
    assert "goes on" in outcome.out


def test_what_waits_still_is_told_and_fails(cli: CommandLine) -> None:
    failure = {"order_id": "ord_1", "reason": "ups: status 503"}
    stopped = {**DRAIN, "state": "stopped", "failed": 5, "left": 7, "failures": [failure]}
    cli.transport.answers = {f"POST {SHIPPING}/drain": (202, stopped)}
    outcome = cli.run("shipping", "drain", tenant="acme")
    assert outcome.code == 1
    assert "status 503" in outcome.out
    assert "left for later" in outcome.out
    assert "12 of 15 orders" in outcome.err


def test_a_dry_run_changes_nothing(cli: CommandLine) -> None:
    page = {"data": [waiting("ord_1")], "next_cursor": None}
    cli.transport.answers = {"GET /v1/orders": (200, page)}
    outcome = cli.run("shipping", "drain", "--dry-run", tenant="acme")
    assert "status 503" in outcome.out
    assert [request.method for request in cli.transport.requests] == ["GET"]


def test_nothing_waits(cli: CommandLine) -> None:
    empty = {**DRAIN, "shipped": 0}
    cli.transport.answers = {f"POST {SHIPPING}/drain": (202, empty)}
    outcome = cli.run("shipping", "drain", tenant="acme")
    assert (outcome.code, outcome.out.strip()) == (0, "No order waits to be sent by hand.")
