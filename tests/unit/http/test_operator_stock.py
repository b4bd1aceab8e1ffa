"""A merchant's stock over the operators' API."""

from typing import Any

import pytest

from tests.unit.http.client import MERCHANT, OPERATOR, Answer, Client
from tests.unit.http.samples import PRODUCT

ACME = "/operator/tenants/acme"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.send("PUT", "/v1/products/TEA-9", {**PRODUCT, "stock": 10})
    return client


def ask(client: Client, method: str, path: str, body: Any = None) -> Answer:
    return client.send(method, ACME + path, body, caller=OPERATOR)


def units(answer: Answer) -> list[int]:
    return [counter["available"] for counter in answer.json["counters"]]


def lose(client: Client, sku: str, shard: int, quantity: int) -> None:
    client.container.warehouse("acme").units[(sku, shard)] -= quantity


def test_the_counters_are_shown(client: Client) -> None:
    shown = ask(client, "GET", "/stock/TEA-9")
    assert (shown.json["received"], shown.json["available"]) == (10, 10)
    assert units(shown) == [4, 3, 3]


def test_uneven_counters_are_evened_out(client: Client) -> None:
    lose(client, "TEA-9", 2, 3)
    answer = ask(client, "POST", "/stock/TEA-9/rebalance")
    assert (answer.json["moved"], answer.json["even"]) == (2, True)
    assert sorted(units(answer)) == [2, 2, 3]


def test_counters_are_added_once(client: Client) -> None:
    first, second = (ask(client, "POST", "/stock/TEA-9/grow", {"shards": 5}) for _ in range(2))
    assert (first.json["grown"], first.json["shards"], units(first)) == (True, 5, [2] * 5)
    assert (second.json["grown"], units(second)) == (False, [2] * 5)


@pytest.mark.parametrize("shards", [0, 65, "5", None, True])
def test_an_impossible_number_of_counters_is_refused(client: Client, shards: Any) -> None:
    answer = ask(client, "POST", "/stock/TEA-9/grow", {"shards": shards})
    assert (answer.status, answer.fields) == (422, ["shards"])


def test_a_drift_is_told_and_mended_only_when_asked_to(client: Client) -> None:
    client.send("PUT", "/v1/products/TEA-1", {**PRODUCT, "stock": 10})
    client.container.catalogue("acme").add(
        client.container.catalogue("acme").product("TEA-1").model_copy(update={"received": 10})
    )
    lose(client, "TEA-9", 0, 4)
    told = [ask(client, "POST", "/stock-reconciliations", {}).json for _ in range(2)]
    assert told[0] == told[1]
    (drift,) = told[0]["drifts"]
    assert (drift["sku"], drift["drift"], drift["left"]) == ("TEA-9", -4, -4)
    mended = ask(client, "POST", "/stock-reconciliations", {"repair": True}).json
    assert mended["drifts"][0]["corrections"] == [{"shard": 0, "units": 4}]
    assert mended["drifts"][0]["left"] == 0
    assert ask(client, "POST", "/stock-reconciliations", {}).json["drifts"] == []
    assert units(ask(client, "GET", "/stock/TEA-9")) == [4, 3, 3]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/operator/tenants/acme/stock/NONE"),
        ("GET", "/operator/tenants/nobody/stock/TEA-9"),
        ("POST", "/operator/tenants/acme/stock/NONE/rebalance"),
        ("POST", "/operator/tenants/nobody/stock/TEA-9/rebalance"),
        ("POST", "/operator/tenants/rival/stock/TEA-9/rebalance"),
    ],
)
def test_what_is_not_there_is_not_found(client: Client, method: str, path: str) -> None:
    assert client.send(method, path, caller=OPERATOR).status == 404


def test_a_merchant_may_not(client: Client) -> None:
    assert client.send("GET", f"{ACME}/stock/TEA-9", caller=MERCHANT).status == 403
