"""A merchant's data leaves whole and without secrets."""

import gzip
import json
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.world import Merchant, World


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def test_an_export_goes_to_its_bucket(world: World, merchant: Merchant, cli: CommandLine) -> None:
    order_id = merchant.place()["id"]
    merchant.payable(order_id)
    told = cli.ok("tenants", "export", merchant.tenant_id)
    bucket, _, prefix = told["place"].removeprefix("s3://").partition("/")
    s3 = world.client("s3")
    stored = {each["Key"] for each in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]}
    names = {*told["manifest"]["files"], "manifest.json"}
    assert stored == {prefix + name for name in names}
    packed = s3.get_object(Bucket=bucket, Key=f"{prefix}orders.jsonl.gz")["Body"].read()
    (order,) = [json.loads(line) for line in gzip.decompress(packed).splitlines()]
    assert order["order_id"] == order_id
    assert "client_secret" not in order["payment"]
    assert "task_tokens.jsonl.gz" not in names


def test_an_export_may_go_to_a_folder(merchant: Merchant, cli: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "export"
    told = cli.ok("tenants", "export", merchant.tenant_id, "--out", str(out))
    assert {path.name for path in out.iterdir()} == {*told["manifest"]["files"], "manifest.json"}
    code, error = cli.refused("tenants", "export", merchant.tenant_id, "--out", str(out))
    assert (code, error["kind"]) == (2, "usage")


def test_nobody_is_exported_who_is_not_there(cli: CommandLine) -> None:
    code, error = cli.refused("tenants", "export", "nobody")
    assert (code, error["kind"]) == (3, "not-found")
