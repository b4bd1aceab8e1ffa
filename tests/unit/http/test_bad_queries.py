"""Query parameters and cursors: anything but what the API promised or made is refused."""

import base64
import json

import pytest

from tests.unit.http.client import OPERATOR, Client

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


def test_an_unknown_parameter_is_refused_everywhere(client: Client) -> None:
    order = f"/v1/orders/{client.order().json['id']}"
    for path in ("/v1/orders", order, f"{order}/timeline", "/v1/products/TEA-1"):
        answer = client.send("GET", path, query={"expand": "all"})
        assert (answer.status, answer.fields) == (422, ["expand"])
    operators = client.send("GET", "/operator/tenants/acme", query={"x": "1"}, caller=OPERATOR)
    assert operators.status == 422


def test_a_cursor_as_made_is_taken(client: Client) -> None:
    answer = client.send("GET", "/v1/orders", query={"cursor": forged({"v": 1, "before": MADE})})
    assert answer.status == 200


@pytest.mark.parametrize(
    "cursor",
    [
        *("", " ", "x", "é", "=", "a" * 199, "a" * 201, "a,b", "%00", "../..", forged("{}")),
        *(forged("[]"), forged("7"), forged("["), forged({"before": MADE}), forged(MADE)),
        *(forged({"v": 2, "before": MADE}), forged({"v": True, "before": MADE})),
        *(forged({"v": 1, "before": None}), forged({"v": 1, "before": [MADE]})),
        *(forged({"v": 1, "before": ""}), forged({"before": MADE, "v": 1})),
        forged({"v": 1, "before": MADE, "tenant": "rival"}),
        forged({"v": 1, "before": MADE}) + "=",
        forged({"v": 1, "before": MADE}) + "A",
        forged('{"v": 1, "before": "' + MADE + '"}'),
    ],
)
def test_a_cursor_we_did_not_make_is_refused(client: Client, cursor: str) -> None:
    answer = client.send("GET", "/v1/orders", query={"cursor": cursor})
    assert (answer.status, answer.slug, answer.fields) == (422, "validation-failed", ["cursor"])


@pytest.mark.parametrize(
    "before",
    [
        MADE.lower(),
        MADE + "\n",
        MADE.replace("ord_", "ORD_"),
        MADE.replace(ULID, "8" + ULID[1:]),
        MADE.replace(ULID, ULID[:-1]),
        MADE.replace(ULID, ULID[:-1] + "U"),
        MADE.replace("Z#", "+00:00#"),
        MADE.replace(".000000", ""),
        MADE.replace("2026-11-21", "2026-02-30"),
        MADE.replace("2026-11-21", "0000-11-21"),
        MADE.replace("12:00:01", "25:00:01"),
        MADE.replace("2026", "٢٠٢٦"),
        MADE.replace("2026", "9999"),
        MADE.replace("T12:00", "T12:30"),
        f"T#rival#{MADE}",
    ],
)
def test_a_position_that_cannot_be_is_refused(client: Client, before: str) -> None:
    cursor = forged({"v": 1, "before": before})
    answer = client.send("GET", "/v1/orders", query={"cursor": cursor})
    assert (answer.status, answer.fields) == (422, ["cursor"])
