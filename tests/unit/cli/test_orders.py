import json
from pathlib import Path
from typing import Any

from tests.unit.cli.harness import CommandLine

ORDER: dict[str, Any] = {
    "id": "ord_1",
    "status": "payment_pending",
    "currency": "JPY",
    "total": 2900,
    "version": 3,
    "created_at": "2026-11-21T05:22:16.542559Z",
    "updated_at": "2026-11-21T05:22:19.274369Z",
    "reference": "[bold]web-17",
    "lines": [{"sku": "TEA", "name": "Tea [/red]", "quantity": 2, "unit_price": 1450}],
    "customer": {"name": "Ada", "email": "ada@example.com"},
    "ship_to": {"name": "Ada", "line1": "12 Row", "city": "Portland", "country": "US"},
    "payment": {"state": "pending", "intent_id": "pi_1", "captured": 0, "refunded": 0},
    "fulfilment": {"state": "none"},
    "attention": None,
}
TIMELINE = {
    "order_id": "ord_1",
    "status": "shipped",
    "events": [
        {
            "version": 1,
            "type": "order.placed",
            "actor": "api",
            "recorded_at": "2026-11-21T05:22:16.500000Z",
            "data": {},
            "provider_event": None,
        },
        {
            "version": 4,
            "type": "payment.captured",
            "actor": "webhook",
            "recorded_at": "2026-11-21T05:22:18.750000Z",
            "data": {"amount": 2900, "currency": "JPY", "lifecycle": "open"},
            "provider_event": {
                "provider": "stripe",
                "event_id": "evt_1",
                "event_type": "payment_intent.succeeded",
                "replayed": True,
            },
        },
    ],
}


def test_an_order_from_options(cli: CommandLine, tmp_path: Path) -> None:
    address = tmp_path / "address.json"
    address.write_text('{"city": "Portland"}')
    cli.transport.answers = {"POST /v1/orders": (201, ORDER)}
    words = (
        "orders create --line TEA=2 --line A=B=1 --currency JPY --name Ada --email a@b.c"
        " --payment-provider razorpay"
    )
    key = ["--idempotency-key", "k-1"]
    outcome = cli.run(*words.split(), "--ship-to", str(address), *key, tenant="acme")
    assert outcome.code == 0
    [request] = cli.transport.requests
    assert json.loads(request.body or b"") == {
        "currency": "JPY",
        "lines": [{"sku": "TEA", "quantity": 2}, {"sku": "A=B", "quantity": 1}],
        "customer": {"name": "Ada", "email": "a@b.c"},
        "ship_to": {"city": "Portland"},
        "payment_provider": "razorpay",
    }
    assert request.headers["Idempotency-Key"] == "k-1"
    assert request.headers["X-Orderloom-Tenant"] == "acme"
    assert request.headers["Authorization"] == "Bearer olo_key"


def test_an_order_from_a_file_goes_as_it_is(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text('{"anything": [1]}')
    cli.transport.answers = {"POST /v1/orders": (201, ORDER)}
    outcome = cli.run("orders", "create", "-f", str(file), "--json", tenant="acme")
    assert outcome.document == ORDER
    assert json.loads(cli.transport.requests[0].body or b"") == {"anything": [1]}


def test_a_file_that_cannot_be_used(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text("[1]")
    assert cli.run("orders", "create", "-f", str(file), tenant="acme").code == 2
    file.write_text("{")
    assert cli.run("orders", "create", "-f", str(file), tenant="acme").code == 2
    assert cli.run("orders", "create", "-f", str(tmp_path), tenant="acme").code == 2
    assert cli.run("orders", "create", "-f", str(tmp_path / "no"), tenant="acme").code == 3
    assert cli.transport.requests == []


def test_an_order_is_shown_with_its_money_and_its_texts_as_they_are(cli: CommandLine) -> None:
    cli.transport.answers = {"GET /v1/orders/ord_1": (200, ORDER)}
    out = cli.run("orders", "show", "ord_1", tenant="acme").out
    for text in ("2,900 JPY", "1,450 JPY", "[bold]web-17", "Tea [/red]", "Ada <ada@example.com>"):
        assert text in out
    assert "Needs a person" not in out


def test_a_task_for_a_person_stands_out(cli: CommandLine) -> None:
    task = {"kind": "refund_failed", "since": ORDER["created_at"], "detail": "card expired"}
    cli.transport.answers = {"GET /v1/orders/ord_1": (200, {**ORDER, "attention": task})}
    out = cli.run("orders", "show", "ord_1", tenant="acme").out
    assert "refund_failed since 2026-11-21 05:22:16 UTC: card expired" in out


def test_a_page_of_orders_tells_how_to_go_on(cli: CommandLine) -> None:
    cli.transport.answers = {"GET /v1/orders": (200, {"data": [ORDER], "next_cursor": "c2"})}
    assert "--cursor c2" in cli.run("orders", "list", "--limit", "1", tenant="acme").out
    assert cli.transport.requests[0].url.endswith("/v1/orders?limit=1")
    cli.transport.answers = {"GET /v1/orders": (200, {"data": [], "next_cursor": None})}
    assert "no orders yet" in cli.run("orders", "list", tenant="acme").out


def test_a_timeline_counts_from_its_beginning_and_marks_replays(cli: CommandLine) -> None:
    cli.transport.answers = {"GET /v1/orders/ord_1/timeline": (200, TIMELINE)}
    out = cli.run("orders", "timeline", "ord_1", tenant="acme").out
    first, second = (line for line in out.splitlines() if " +" in line)
    assert first.split()[:4] == ["+0.0", "s", "api", "order.placed"]
    assert second.split()[:6] == ["+2.2", "s", "webhook", "payment.captured", "2,900", "JPY"]
    assert "payment_intent.succeeded evt_1 replayed" in second
    assert cli.run("orders", "timeline", "ord_1", "--json", tenant="acme").document == TIMELINE


def test_an_id_cannot_reach_another_address(cli: CommandLine) -> None:
    cli.transport.answers = {"GET ": (404, {})}
    cli.run("orders", "show", "../operator/tenants/x?y=", tenant="acme")
    assert cli.transport.requests[0].url.endswith("/v1/orders/..%2Foperator%2Ftenants%2Fx%3Fy%3D")
