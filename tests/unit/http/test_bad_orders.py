"""Every way an order can be wrong is refused, names its field and stores nothing."""

from typing import Any

import pytest

from tests.unit.http.client import Client
from tests.unit.http.samples import ORDER, changed, stock, two_tenants, without

LONG = "x" * 201
FULL_LINES = [{"sku": f"S{n}", "quantity": 1} for n in range(91)]
TWO_LINES = [{"sku": "TEA-1", "quantity": 1}, {"sku": "TEA-2", "quantity": 1}]

WRONG_VALUES: dict[str, list[Any]] = {
    "currency": ["eur", "EURO", "XXX", "XAU", "", 978, None, ["EUR"], "EU\u0000"],
    "lines": [[], {}, "TEA-1", None, FULL_LINES],
    "lines.0": [None, [], "TEA-1", 7],
    "lines.0.sku": ["", " TEA", "-TEA", "T#A", "T/A", "T\n", "TEA-1\n", "é", "x" * 65, 1, None],
    "lines.0.quantity": [0, -1, 10_001, 10**30, 1.0, 1.5, "1", True, None, [1]],
    "customer": [None, [], "ada"],
    "customer.email": [
        *("ada", "ada@", "@example.org", "ada@example", "a b@example.org", "ada@exa mple.org"),
        *("ada@example.org\n", "ada@-x.org", "ada@example..org", "a@b.c", "ada@ex@ample.org"),
        *("é@example.org", f"{'a' * 65}@example.org", f"a@{'b.' * 130}org", "", None, 1),
    ],
    "customer.name": ["", "   ", LONG, "A\u0000da", "A\nda", "A\u2028da", "\ud800", None, 1],
    "ship_to": [None, [], "London"],
    "ship_to.name": ["", LONG, None],
    "ship_to.line1": ["", LONG, "a\tb", None],
    "ship_to.line2": ["", LONG, 2],
    "ship_to.city": ["", "x" * 101, None],
    "ship_to.state": ["", "x" * 101, 5],
    "ship_to.postal_code": ["", "x" * 21, 12345],
    "ship_to.country": ["gb", "GBR", "UK", "XX", "", None, 44],
    "ship_to.phone": ["", "x" * 41, 4420],
    "reference": ["", "x" * 65, "a\u007fb", 7],
}
CASES = [(path, value) for path, values in WRONG_VALUES.items() for value in values]
REQUIRED = [
    *("currency", "lines", "lines.0.sku", "lines.0.quantity", "customer", "customer.email"),
    *("customer.name", "ship_to", "ship_to.name", "ship_to.line1", "ship_to.city"),
    "ship_to.country",
]
OBJECTS = ["", "lines.0.", "customer.", "ship_to."]


@pytest.fixture
def client() -> Client:
    return Client()


def refused(client: Client, body: Any, slug: str = "validation-failed") -> list[str]:
    answer = client.order(body)
    assert (answer.status, answer.slug) == (422, slug)
    assert client.container.orders("acme").stored == (0, 0, 0)
    return answer.fields


@pytest.mark.parametrize(("path", "value"), CASES)
def test_a_wrong_value_names_its_field(client: Client, path: str, value: object) -> None:
    assert refused(client, changed(ORDER, path, value)) == [path]


@pytest.mark.parametrize("path", REQUIRED)
def test_a_missing_field_is_named(client: Client, path: str) -> None:
    assert refused(client, without(ORDER, path)) == [path]


@pytest.mark.parametrize("place", OBJECTS)
def test_an_unknown_field_is_named(client: Client, place: str) -> None:
    assert refused(client, changed(ORDER, f"{place}discount", 5)) == [f"{place}discount"]


def test_every_wrong_field_is_named_but_not_thousands(client: Client) -> None:
    two = changed(changed(ORDER, "currency", "?"), "lines.0.quantity", 0)
    assert refused(client, two) == ["currency", "lines.0.quantity"]
    many = {**ORDER, **{f"field{n}": n for n in range(3000)}}
    assert len(refused(client, many)) == 20


def test_an_unknown_field_is_named_though_its_name_be_absurd(client: Client) -> None:
    assert refused(client, {**ORDER, "\ud800": 1}) == [""]
    assert refused(client, {**ORDER, "x" * 5000: 1}) == ["x" * 200]


def test_nothing_that_was_sent_comes_back(client: Client) -> None:
    body = changed(changed(ORDER, "customer.email", "secret@nowhere"), "ship_to.phone", 44207)
    answer = str(client.order(body).json)
    assert "secret" not in answer
    assert "44207" not in answer
    assert "pydantic" not in answer


def test_an_unknown_sku_names_its_line(client: Client) -> None:
    body = changed(ORDER, "lines", TWO_LINES)
    assert refused(client, body, "unknown-sku") == ["lines.1.sku"]


def test_another_tenants_sku_is_unknown(client: Client) -> None:
    stock(client.container, "rival", "TEA-2")
    body = changed(ORDER, "lines", TWO_LINES)
    assert refused(client, body, "unknown-sku") == ["lines.1.sku"]


def test_a_sku_in_another_currency_names_its_line(client: Client) -> None:
    stock(client.container, "acme", "TEA-2", currency="USD")
    body = changed(ORDER, "lines", TWO_LINES)
    assert refused(client, body, "wrong-currency") == ["lines.1.sku"]


def test_the_same_sku_twice_names_the_second_line(client: Client) -> None:
    body = changed(ORDER, "lines", [TWO_LINES[0], TWO_LINES[0]])
    assert refused(client, body) == ["lines.1.sku"]


@pytest.mark.parametrize(("price", "allowed"), [(49_999_999, True), (50_000_000, False)])
def test_a_total_no_provider_takes_is_refused(client: Client, price: int, *, allowed: bool) -> None:
    stock(client.container, "acme", "TEA-1", price=price)
    if allowed:
        assert client.order().json["total"] == 99_999_998
    else:
        assert refused(client, ORDER) == ["lines"]


def test_more_than_is_left_is_a_conflict_and_stores_nothing(client: Client) -> None:
    answer = client.order(changed(ORDER, "lines.0.quantity", 11))
    assert (answer.status, answer.slug) == (409, "insufficient-stock")
    figures = {name: answer.json[name] for name in ("sku", "requested", "available")}
    assert figures == {"sku": "TEA-1", "requested": 11, "available": 10}
    assert client.container.orders("acme").stored == (0, 0, 0)
    assert client.order(changed(ORDER, "lines.0.quantity", 10)).status == 201


@pytest.mark.parametrize("key", [None, ""])
def test_an_order_without_idempotency_key_is_refused(client: Client, key: str | None) -> None:
    answer = client.order(key=key)
    assert (answer.status, answer.slug) == (400, "idempotency-key-required")
    assert answer.fields == ["Idempotency-Key"]


@pytest.mark.parametrize("key", ["x" * 256, "clé", "a\tb", "a\x00"])
def test_a_malformed_idempotency_key_is_refused(client: Client, key: str) -> None:
    answer = client.order(key=key)
    assert (answer.status, answer.fields) == (422, ["Idempotency-Key"])
    assert client.container.orders("acme").stored == (0, 0, 0)


def test_lengths_are_counted_in_composed_characters() -> None:
    client = Client(two_tenants())
    decomposed = "e\u0301" * 64
    assert client.order(changed(ORDER, "reference", decomposed)).json["reference"] == "é" * 64


def test_the_largest_order_allowed_fits() -> None:
    client = Client()
    skus = [f"{n:064d}" for n in range(90)]
    for sku in skus:
        stock(client.container, "acme", sku, price=1)
    lines = [{"sku": sku, "quantity": 10} for sku in skus]
    address = {
        **dict.fromkeys(("name", "line1", "line2"), "字" * 200),
        **dict.fromkeys(("city", "state"), "字" * 100),
        "postal_code": "字" * 20,
        "phone": "字" * 40,
        "country": "CN",
    }
    body = {**ORDER, "lines": lines, "ship_to": address, "reference": "字" * 64}
    assert client.order(body).status == 201
