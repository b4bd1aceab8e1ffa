"""Products over HTTP."""

from typing import Any

import pytest

from tests.unit.http.client import RIVAL, Client
from tests.unit.http.samples import ORDER, PRODUCT, changed, without

PATH = "/v1/products/MUG.blue-1"

WRONG_VALUES: dict[str, list[Any]] = {
    "name": ["", " ", "x" * 201, "a\u0000", 5, None],
    "price": [0, -1, 10**12 + 1, 10**40, 4.5, 450.0, "450", True, None],
    "currency": ["eur", "XTS", "", None],
    "weight_grams": [0, -1, 10**6 + 1, 1.5, "1", True, None],
    "stock": [-1, 10**9 + 1, 0.5, "0", False, None],
}
CASES = [(path, value) for path, values in WRONG_VALUES.items() for value in values]


@pytest.fixture
def client() -> Client:
    return Client()


def test_a_new_product_is_created_and_an_old_one_replaced(client: Client) -> None:
    created = client.send("PUT", PATH, PRODUCT)
    assert created.status == 201
    assert created.json == {
        "sku": "MUG.blue-1",
        **PRODUCT,
        "updated_at": "2026-11-21T12:00:01Z",
    }
    replaced = client.send("PUT", PATH, changed(PRODUCT, "stock", 3))
    assert (replaced.status, replaced.json["stock"]) == (200, 3)
    assert client.send("GET", PATH).json == replaced.json


def test_a_product_belongs_to_its_tenant(client: Client) -> None:
    client.send("PUT", PATH, PRODUCT)
    answer = client.send("GET", PATH, caller=RIVAL)
    assert (answer.status, answer.slug) == (404, "not-found")
    assert client.send("PUT", PATH, PRODUCT, caller=RIVAL).status == 201


@pytest.mark.parametrize(("path", "value"), CASES)
def test_a_wrong_value_names_its_field(client: Client, path: str, value: object) -> None:
    answer = client.send("PUT", PATH, changed(PRODUCT, path, value))
    assert (answer.status, answer.slug, answer.fields) == (422, "validation-failed", [path])
    assert not client.container.catalogue("acme").products(["MUG.blue-1"])


@pytest.mark.parametrize("field", sorted(PRODUCT))
def test_a_missing_field_is_named(client: Client, field: str) -> None:
    assert client.send("PUT", PATH, without(PRODUCT, field)).fields == [field]


def test_the_path_alone_names_the_sku(client: Client) -> None:
    assert client.send("PUT", PATH, {**PRODUCT, "sku": "MUG.blue-1"}).fields == ["sku"]


@pytest.mark.parametrize("sku", [".a", "-a", "é", "a b", "a:b", "x" * 65, "%00"])
def test_a_malformed_sku_is_refused_when_chosen_and_unknown_when_read(
    client: Client, sku: str
) -> None:
    put = client.send("PUT", f"/v1/products/{sku}", PRODUCT)
    assert (put.status, put.slug, put.fields) == (422, "validation-failed", ["sku"])
    assert client.send("GET", f"/v1/products/{sku}").status == 404


@pytest.mark.parametrize(("currency", "price"), [("JPY", 1), ("KWD", 10**12)])
def test_prices_are_minor_units_of_any_exponent(client: Client, currency: str, price: int) -> None:
    answer = client.send("PUT", PATH, {**PRODUCT, "currency": currency, "price": price})
    assert (answer.json["currency"], answer.json["price"]) == (currency, price)


def test_what_was_put_can_be_ordered(client: Client) -> None:
    client.send("PUT", PATH, changed(PRODUCT, "stock", 1))
    one = changed(ORDER, "lines", [{"sku": "MUG.blue-1", "quantity": 1}])
    assert client.order(one).json["total"] == 450
