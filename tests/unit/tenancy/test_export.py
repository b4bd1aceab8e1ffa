"""An export has everything but secrets, and a manifest that can be checked against it."""

import gzip
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from orderloom.adapters.dynamodb.order_mapping import new_order_record

from orderloom_cli.tenancy.export import MANIFEST, export, kind_of
from orderloom_cli.tenancy.items import Item, ItemKey
from tests.builders.orders import an_order
from tests.builders.transitions import a_kept_scan

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ORDER = "T#acme#ORD#ord_1"


def an_item(pk: str, sk: str, **attributes: Any) -> Item:
    return {"PK": {"S": pk}, "SK": {"S": sk}, **attributes}


ITEMS = [
    an_item("T#acme#META", "PROFILE", name={"S": "Acme"}),
    an_item(
        "T#acme#META",
        "PROVIDER#stripe",
        credentials_enc={"S": "sealed-1"},
        signing_secrets={"L": [{"M": {"enc": {"S": "sealed-2"}}}]},
        carrier_ids={"L": []},
    ),
    an_item(
        ORDER,
        "ORDER",
        total={"N": "4200"},
        payment={"M": {"client_secret": {"S": "pi_secret"}, "captured": {"N": "4200"}}},
    ),
    an_item(ORDER, "EVENT#00000002", type={"S": "payment.captured"}),
    an_item(ORDER, "EVENT#00000003", type={"S": "label.bought"}),
    an_item(ORDER, "TOKEN", token={"S": "the-task-token"}),
]


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    text = gzip.decompress((folder / name).read_bytes()).decode()
    return [json.loads(line) for line in text.splitlines()]


def test_every_type_has_its_file_and_the_manifest_counts_them(tmp_path: Path) -> None:
    files = export("acme", ITEMS, tmp_path, NOW)
    assert files[-1].name == MANIFEST
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    assert {name: file["items"] for name, file in manifest["files"].items()} == {
        "profile.jsonl.gz": 1,
        "connections.jsonl.gz": 1,
        "orders.jsonl.gz": 1,
        "events.jsonl.gz": 2,
    }
    for name, file in manifest["files"].items():
        packed = (tmp_path / name).read_bytes()
        assert file["sha256"] == hashlib.sha256(packed).hexdigest()
        assert file["sha256_uncompressed"] == hashlib.sha256(gzip.decompress(packed)).hexdigest()
    assert manifest["tenant_id"] == "acme"
    assert "task_tokens" in manifest["excluded"]


def test_archived_orders_are_in_it_line_by_line(tmp_path: Path) -> None:
    archived = [b'{"record":"order","order_id":"ord_0"}\n', b'{"record":"placed"}\n']
    export("acme", ITEMS, tmp_path, NOW, archived=archived)
    assert lines(tmp_path, "archived.jsonl.gz") == [json.loads(line) for line in archived]
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    assert manifest["files"]["archived.jsonl.gz"]["items"] == 2


def test_scans_that_a_head_keeps_are_events(tmp_path: Path) -> None:
    scan = a_kept_scan()
    order = an_order(tenant_id="acme", scans=(scan,))
    export("acme", [new_order_record(order, 1).to_dynamodb_dict()], tmp_path, NOW)
    (head,), (event,) = lines(tmp_path, "orders.jsonl.gz"), lines(tmp_path, "events.jsonl.gz")
    assert "scans" not in head
    assert (event["type"], event["version"]) == ("shipment.updated", scan.version)
    assert event["data"]["description"] == scan.description
    assert event["provider_event"]["event_id"] == scan.source.event_id


def test_numbers_stay_whole(tmp_path: Path) -> None:
    export("acme", ITEMS, tmp_path, NOW)
    (order,) = lines(tmp_path, "orders.jsonl.gz")
    assert (order["total"], order["payment"]) == (4200, {"captured": 4200})


def test_no_secret_leaves(tmp_path: Path) -> None:
    for file in export("acme", ITEMS, tmp_path, NOW):
        content = file.read_bytes()
        text = gzip.decompress(content) if file.suffix == ".gz" else content
        for secret in (b"sealed-1", b"sealed-2", b"pi_secret", b"the-task-token"):
            assert secret not in text


@pytest.mark.parametrize(
    ("pk", "sk", "kind"),
    [
        ("T#acme#PARK#stripe#pi_1", "evt_1", "parked"),
        ("T#acme#UNCLAIMED", "2025-03-14T09:26:53.589793Z#stripe#evt_1", "unclaimed"),
        (ORDER, "LEDGER#stripe#pi_1#captured", "ledger"),
        (ORDER, "OP#ord_1-refund-1", "operations"),
        ("T#acme#SKU#mug#0", "STOCK", "stock"),
        ("T#acme#SKU#mug", "PRODUCT", "products"),
        ("T#acme#IDEM#abc", "RECORD", "idempotency"),
        ("T#acme#REF#stripe#pi_1", "REF", "references"),
        ("T#acme#NEW#thing", "WHAT", "other"),
    ],
)
def test_an_item_is_known_by_its_keys(pk: str, sk: str, kind: str) -> None:
    assert kind_of(ItemKey(pk, sk)) == kind
