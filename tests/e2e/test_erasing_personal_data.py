"""A customer's personal data goes from finished orders, and the proof says so."""

import json
from pathlib import Path

import pytest

from orderloom_cli.errors import ApiRefusedError
from tests.e2e.command_line import CommandLine
from tests.e2e.world import Merchant, World

EMAIL = "ada@example.com"


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def stored_text(world: World, merchant: Merchant) -> str:
    items = world.client("dynamodb").scan(TableName=world.details.outputs["TableName"])["Items"]
    return json.dumps(
        [it for it in items if it["PK"]["S"].startswith(f"T#{merchant.tenant_id}#ORD#")]
    )


def test_a_finished_order_forgets_its_customer(
    world: World, merchant: Merchant, cli: CommandLine, tmp_path: Path
) -> None:
    order = merchant.labelled()
    number = order["fulfilment"]["tracking_number"]
    erase = ("customers", "erase", merchant.tenant_id, "--email", " ADA@example.com ")
    code, error = cli.refused(*erase, "--report", str(tmp_path / "early.json"))
    assert (code, error["kind"], error["orders"]) == (4, "open-orders", [order["id"]])
    for state in ("in_transit", "delivered"):
        world.simulator.advance_parcel(number, state)
    merchant.until(order["id"], "delivered")

    planned = cli.ok(*erase, "--dry-run")
    assert planned["found_afterwards"]["orders"] == 1
    assert EMAIL in stored_text(world, merchant)

    proof = cli.ok(*erase, "--report", str(tmp_path / "proof.json"))
    assert json.loads((tmp_path / "proof.json").read_text()) == proof
    assert set(proof["found_afterwards"].values()) == {0}
    assert proof["items"]["placed"] == proof["labels"] == 1
    assert "PLACED" in proof["orders"][order["id"]]["sha256_before"]
    text = stored_text(world, merchant)
    assert not [word for word in (EMAIL, "Ada Byron", "12 Analytical Way", "78701") if word in text]
    assert EMAIL not in json.dumps(proof)
    assert merchant.api.order(order["id"])["total"] == order["total"]
    assert merchant.events(order["id"])
    assert cli.ok(*erase, "--dry-run")["orders"] == {}


def test_a_tenant_goes_for_good(
    world: World, merchant: Merchant, cli: CommandLine, tmp_path: Path
) -> None:
    order_id = merchant.place()["id"]
    erase = ("tenants", "erase", merchant.tenant_id, "--report", str(tmp_path / "proof.json"))
    assert cli.refused(*erase)[1]["kind"] == "usage"
    assert cli.refused(*erase, "--confirm", merchant.tenant_id)[1]["orders"] == [order_id]
    merchant.api.cancel(order_id)
    merchant.until(order_id, "cancelled")
    account = {"api_key": "sk_test_platform-left", "account_id": "acct_1Left"}
    world.operator.connect(merchant.tenant_id, "stripe", account)
    connection = f"/operator/tenants/{merchant.tenant_id}/connections/stripe"
    world.operator.http.call("PUT", f"{connection}/platform-webhooks")
    proof = cli.ok(*erase, "--confirm", merchant.tenant_id)
    assert proof["found_afterwards"] == 0
    assert proof["removed"]["items"]["orders"] == 1
    assert proof["removed"]["entries"] == 5  # API key, two connections, account route, profile
    stored = world.client("dynamodb").scan(TableName=world.details.outputs["TableName"])["Items"]
    assert merchant.tenant_id not in json.dumps(stored)
    with pytest.raises(ApiRefusedError):
        merchant.place()
    assert cli.refused(*erase, "--confirm", merchant.tenant_id)[0] == 2
    assert cli.refused("tenants", "erase", merchant.tenant_id, "--dry-run")[0] == 3
