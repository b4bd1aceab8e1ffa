"""Query parameters and cursors: anything but what the API promised or made is refused."""

import base64
import json

import pytest

from tests.unit.http.client import OPERATOR, RIVAL, Client

ULID = "01HZZZZZZZZZZZZZZZZZZZZZZZ"
MADE = f"2026-11-21T12:00:01.000000Z#ord_{ULID}"


@pytest.fixture
def client() -> Client:
    return Client()


def forged(document: object) -> str:
    text = document if isinstance(document, str) else json.dumps(document, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "limit", ["0", "101", "-1", "1.0", "1e1", "", " 5", "٣", "1_0", "x", "5,5", "9" * 400, "true"]
)
def test_a_limit_out_of_bounds_is_refused(client: Client, limit: str) -> None:
    answer = client.send("GET", "/v1/orders", query={"limit": limit})
    assert (answer.status, answer.slug, answer.fields) == (422, "validation-failed", ["limit"])


@pytest.mark.parametrize("name", ["created_from", "created_until"])
@pytest.mark.parametrize(
    "moment",
    [
        *("", "0", "1763726400", "2026-11-21", "2026-11-21T12:00:00", "2026-11-21 12:00:00Z"),
        *("2026-02-30T12:00:00Z", "2026-11-21T25:00:00Z", "2026-11-21T12:00:00.1234567Z"),
        *("2026-11-21T12:00:00z", "2026-11-21T12:00:00+0000", "now", "2026-11-21T12:00:00Z\n"),
        *("0000-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
    ],
)
def test_a_moment_in_another_spelling_is_refused(client: Client, name: str, moment: str) -> None:
    answer = client.send("GET", "/v1/orders", query={name: moment})
    assert (answer.status, answer.slug, answer.fields) == (422, "validation-failed", [name])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "payed"),
        ("status", ""),
        ("status", "PAID"),
        ("status", "paid,shipped"),
        ("customer", ""),
        ("customer", "ada"),
        ("customer", "ada@example.org,bob@example.org"),
    ],
)
def test_a_filter_that_nothing_can_pass_is_refused(client: Client, name: str, value: str) -> None:
    answer = client.send("GET", "/v1/orders", query={name: value})
    assert (answer.status, answer.fields) == (422, [name])


def test_every_filter_narrows_the_list(client: Client) -> None:
    placed = client.order().json
    found = {
        "status": ("pending", "paid"),
        "customer": ("ADA@example.org", "bob@example.org"),
        "created_from": (placed["created_at"], "2026-11-21T23:00:00Z"),
        "created_until": ("2026-11-21T23:00:00+00:00", placed["created_at"]),
    }
    for name, values in found.items():
        counts = [
            len(client.send("GET", "/v1/orders", query={name: value}).json["data"])
            for value in values
        ]
        assert (name, counts) == (name, [1, 0])


def test_an_unknown_parameter_is_refused_everywhere(client: Client) -> None:
    order = f"/v1/orders/{client.order().json['id']}"
    for path in ("/v1/orders", order, f"{order}/timeline", "/v1/products/TEA-1"):
        answer = client.send("GET", path, query={"expand": "all"})
        assert (answer.status, answer.fields) == (422, ["expand"])
    operators = client.send("GET", "/operator/tenants/acme", query={"x": "1"}, caller=OPERATOR)
    assert operators.status == 422


def test_a_cursor_as_made_is_taken_from_its_tenant_only(client: Client) -> None:
    for number in range(2):
        client.order(key=f"key-{number}")
    first = client.send("GET", "/v1/orders", query={"limit": "1"}).json
    query = {"limit": "1", "cursor": first["next_cursor"]}
    assert client.send("GET", "/v1/orders", query=query).json["next_cursor"] is None
    foreign = client.send("GET", "/v1/orders", query=query, caller=RIVAL)
    assert (foreign.status, foreign.fields) == (422, ["cursor"])
    elsewhere = client.send("GET", "/v1/orders", query={**query, "status": "pending"})
    assert (elsewhere.status, elsewhere.fields) == (422, ["cursor"])


@pytest.mark.parametrize(
    "cursor",
    [
        *("", " ", "x", "é", "=", "a" * 199, "a" * 201, "a,b", "%00", "../..", forged("{}")),
        *(forged("[]"), forged({"v": 1, "before": MADE}), forged(f'"{MADE}"'), forged(MADE)),
        *(f"{forged(json.dumps(MADE))}.", f"{forged(json.dumps(MADE))}.{'A' * 43}", ".", ".."),
    ],
)
def test_a_cursor_we_did_not_make_is_refused(client: Client, cursor: str) -> None:
    answer = client.send("GET", "/v1/orders", query={"cursor": cursor})
    assert (answer.status, answer.slug, answer.fields) == (422, "validation-failed", ["cursor"])
