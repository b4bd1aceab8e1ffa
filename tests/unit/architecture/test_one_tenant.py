"""What holds tenants' items is made for one tenant, and nobody outside builds a key."""

import ast
import inspect
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from orderloom.adapters.dynamodb.catalogue import DynamoCatalogueRepository
from orderloom.adapters.dynamodb.departures import DynamoOrderDepartures
from orderloom.adapters.dynamodb.orders import DynamoOrderRepository
from orderloom.adapters.dynamodb.quotes import DynamoQuotes
from orderloom.adapters.dynamodb.rates import DynamoRateCounters
from orderloom.adapters.dynamodb.stock_books import DynamoStockBooks
from orderloom.adapters.dynamodb.unclaimed import DynamoUnclaimedEvents
from orderloom.keys import Key
from orderloom.ports.archive import OrderDepartures
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.orders import OrderRepository
from orderloom.ports.quotes import Quotes
from orderloom.ports.rates import RateCounters
from orderloom.ports.stock_books import StockBooksRepository
from orderloom.ports.unclaimed import UnclaimedEvents

PACKAGE = Path(__file__).parents[3] / "layers" / "orderloom" / "python" / "orderloom"
REPOSITORIES = {
    OrderRepository: DynamoOrderRepository,
    CatalogueRepository: DynamoCatalogueRepository,
    Quotes: DynamoQuotes,
    RateCounters: DynamoRateCounters,
    StockBooksRepository: DynamoStockBooks,
    OrderDepartures: DynamoOrderDepartures,
    UnclaimedEvents: DynamoUnclaimedEvents,
}
OF_A_KEY = {"pk", "sk", "partition", "partition_key", "sort_key", "tenant_id"}
NO_KEYS = {"shard_of", "TENANT_LIST_SHARDS"}
"""Of keys.py, what services may use: it names no item."""


def methods(port: type) -> list[Any]:
    return [method for _, method in inspect.getmembers(port, inspect.isfunction)]


@pytest.mark.parametrize("port", REPOSITORIES)
def test_a_repository_knows_its_tenant_and_takes_no_key(port: type) -> None:
    assert get_type_hints(port)["tenant_id"] is str
    assert methods(port)
    for method in methods(port):
        assert not OF_A_KEY & inspect.signature(method).parameters.keys(), method
        assert Key not in get_type_hints(method).values(), method


@pytest.mark.parametrize(("port", "adapter"), REPOSITORIES.items())
def test_its_adapter_offers_no_more(port: type, adapter: type) -> None:
    public = {name for name in vars(adapter) if not name.startswith("_")}
    assert public <= {method.__name__ for method in methods(port)}
    assert "tenant_id" in inspect.signature(adapter).parameters


@pytest.mark.parametrize("ring", ["domain", "ports", "services", "http"])
def test_only_adapters_build_keys(ring: str) -> None:
    files = list((PACKAGE / ring).rglob("*.py"))
    used = {
        alias.name
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module in {"orderloom", "orderloom.keys"}
        for alias in node.names
        if node.module == "orderloom.keys" or alias.name == "keys"
    }
    assert files
    assert used <= NO_KEYS
