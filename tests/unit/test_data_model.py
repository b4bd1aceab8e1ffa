"""docs/data-model.md names every key and shows every item, and its samples are items."""

import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer
from orderloom import keys
from orderloom.adapters import dynamodb
from orderloom.adapters.dynamodb.catalogue_mapping import level_of, product_of
from orderloom.adapters.dynamodb.label_purchases import purchase_of
from orderloom.adapters.dynamodb.order_mapping import event_of, order_of, placed_of
from orderloom.adapters.dynamodb.record import Item, Record, record_of
from orderloom.adapters.dynamodb.stored import domain_of
from orderloom.adapters.dynamodb.tenant_mapping import tenant_of
from orderloom.adapters.dynamodb.waiting_mapping import parked_of
from orderloom.domain.quote import Quote

from orderloom_cli.capacity import steps
from orderloom_cli.capacity.life import Life

PAGE = (Path(__file__).parents[2] / "docs" / "data-model.md").read_text()

for module in pkgutil.iter_modules(dynamodb.__path__):
    importlib.import_module(f"{dynamodb.__name__}.{module.name}")
RECORDS = {record.__name__: record for record in Record.__subclasses__()}
KEYS = [
    name
    for name, function in inspect.getmembers(keys, inspect.isfunction)
    if function.__module__ == keys.__name__ and not name.startswith("_")
]
DOMAIN: dict[str, Callable[[Any], object]] = {
    "EventRecord": event_of,
    "LabelPurchaseRecord": purchase_of,
    "OrderRecord": order_of,
    "ParkedRecord": parked_of,
    "PlacedRecord": placed_of,
    "ProductRecord": product_of,
    "QuoteRecord": lambda record: domain_of(Quote, record),
    "StockRecord": level_of,
    "TenantRecord": tenant_of,
}
LIFE = Life(
    tenant_id="acme",
    order_id="ord_1",
    sku="MUG-1",
    created_at=datetime(2025, 3, 14, tzinfo=UTC),
    list_shards=4,
    stock_shards=4,
    idempotency_key="key",
    intent_id="pi_1",
    tracking_number="1Z1",
)


def samples(name: str) -> list[dict[str, Any]]:
    section = re.search(rf"^### {name}$(.*?)(?=^### |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    found = re.findall(r"```json\n(.*?)```", section[1], re.DOTALL) if section else []
    return [json.loads(text) for text in found]


@pytest.mark.parametrize("name", KEYS)
def test_every_key_is_named(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_has_samples_that_are_items_of_it(name: str) -> None:
    found = samples(name)
    assert found
    for sample in found:
        item: Item = {key: dict(TypeSerializer().serialize(value)) for key, value in sample.items()}
        record = record_of(RECORDS[name], item)
        assert record.serialize() == item
        if name in DOMAIN:
            DOMAIN[name](record)


def test_every_sample_is_acmes_but_those_of_the_platform() -> None:
    others = [
        name
        for name in RECORDS
        for sample in samples(name)
        if not sample["PK"].startswith(keys.tenant_prefix("acme"))
    ]
    assert sorted(others) == ["AccountRouteRecord", "ApiKeyRecord", "ShippingSwitchRecord"]


STEPS = [
    *(
        steps.price,
        steps.glance,
        steps.refuse,
        *steps.PLACED,
        *steps.PAID,
        steps.track,
        steps.view_order,
    ),
    *(steps.view_timeline, steps.view_product, steps.open_task),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_every_step_costs_what_its_row_says(step: Callable[[Life], Iterable[Any]]) -> None:
    (row,) = re.findall(rf"^\| [^|]*\(`{step.__name__}`\).*$", PAGE, re.MULTILINE)
    *_, writes, reads, _, _ = (cell.strip() for cell in row.split("|"))
    touches = list(step(LIFE))
    assert float(writes) == sum(touch.writes for touch in touches)
    by_shards = {"S / 2": LIFE.stock_shards / 2, "1 + S": 1 + LIFE.stock_shards}
    expected = by_shards[reads] if reads in by_shards else float(reads)
    assert expected == sum(touch.reads for touch in touches)


def test_a_page_costs_what_its_row_says() -> None:
    assert "| L / 2 + N |" in PAGE
    reads = sum(touch.reads for touch in steps.list_orders(LIFE, ["ord_1", "ord_2"]))
    assert reads == LIFE.list_shards / 2 + 2
