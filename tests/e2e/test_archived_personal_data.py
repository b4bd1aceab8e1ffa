"""What left the table is the tenant's still: exported with it, and erased with it."""

import gzip
import json
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.shelf import Shelf, cleared, delivered
from tests.e2e.world import Merchant, World

EMAIL = "ada@example.com"


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def test_an_archived_order_is_exported_forgets_its_customer_and_goes(
    world: World, merchant: Merchant, cli: CommandLine, tmp_path: Path
) -> None:
    order = delivered(world, merchant)
    shelf = Shelf(world, merchant, order["id"])
    shelf.make_due()
    cleared(shelf)
    assert EMAIL in json.dumps(shelf.archived())

    cli.ok("tenants", "export", merchant.tenant_id, "--out", str(tmp_path / "export"))
    packed = (tmp_path / "export" / "archived.jsonl.gz").read_bytes()
    exported = [json.loads(line) for line in gzip.decompress(packed).splitlines()]
    assert exported == shelf.archived()

    erase = ("customers", "erase", merchant.tenant_id, "--email", EMAIL)
    proof = cli.ok(*erase, "--report", str(tmp_path / "customer.json"))
    assert (proof["archived"], proof["archived_versions_deleted"]) == (1, 1)
    assert set(proof["found_afterwards"].values()) == {0}
    assert shelf.key in proof["orders"][order["id"]]["sha256_before"]
    text = json.dumps(shelf.archived())
    assert not [word for word in (EMAIL, "Ada Byron", "12 Analytical Way", "78701") if word in text]
    assert shelf.versions() == 1
    assert merchant.api.order(order["id"])["total"] == order["total"]

    confirmed = ("--confirm", merchant.tenant_id, "--report", str(tmp_path / "tenant.json"))
    proof = cli.ok("tenants", "erase", merchant.tenant_id, *confirmed)
    assert (proof["removed"]["documents"], proof["found_afterwards"]) == (1, 0)
    assert shelf.versions() == 0
