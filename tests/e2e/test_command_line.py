"""The commands of operators against the deployed stack."""

import json
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.world import ADDRESS, Merchant, World, an_order


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def test_a_tenant_is_made_shown_and_not_made_twice(cli: CommandLine, tmp_path: Path) -> None:
    address = tmp_path / "address.json"
    address.write_text(json.dumps(ADDRESS))
    words = ("tenants", "create", "tea-house", "--name", "Tea", "--ship-from", str(address))
    made = cli.ok(*words)
    assert made["api_key"].startswith("olk_")
    assert "api_key" not in cli.ok("tenants", "show", "tea-house")
    code, error = cli.refused(*words)
    assert (code, error["kind"]) == (4, "refused")


def test_an_orders_life_from_the_command_line(
    cli: CommandLine, merchant: Merchant, tmp_path: Path
) -> None:
    body = tmp_path / "order.json"
    body.write_text(json.dumps(an_order()))
    made = cli.ok("orders", "create", "--file", str(body), tenant=merchant.tenant_id)
    merchant.payable(made["id"])
    listed = cli.ok("orders", "list", tenant=merchant.tenant_id)
    assert [order["id"] for order in listed["data"]] == [made["id"]]
    shown = cli.ok("orders", "show", made["id"], tenant=merchant.tenant_id)
    assert shown["status"] == "payment_pending"
    timeline = cli.ok("orders", "timeline", made["id"], tenant=merchant.tenant_id)
    assert [event["type"] for event in timeline["events"]] == [
        "order.placed",
        "stock.reserved",
        "payment.requested",
    ]
    cancelled = cli.ok("orders", "cancel", made["id"], tenant=merchant.tenant_id)
    assert cancelled["status"] == "cancelling"
    merchant.until(made["id"], "cancelled")


def test_what_is_not_there_has_its_own_exit_code(cli: CommandLine, merchant: Merchant) -> None:
    code, error = cli.refused("orders", "show", "ord_nothing", tenant=merchant.tenant_id)
    assert code == 3
    assert error["message"]


def test_the_status_tells_of_queues_and_sagas(cli: CommandLine) -> None:
    told = json.dumps(cli.ok("status"))
    assert "inbound" in told
    assert "workflow" in told
