"""What is no usable JSON object never reaches a use case."""

import base64
import json

import pytest

from tests.unit.http.client import Client
from tests.unit.http.samples import ORDER

TEXT = json.dumps(ORDER)


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.mark.parametrize(
    "body",
    [
        *("", " ", "{", TEXT[:-1], TEXT + "x", "{'a': 1}", '{"a": 1,}', "NaN", '{"a": NaN}'),
        *('{"a": Infinity}', '{"a": -Infinity}', '{"a": 01}', '{"a": "\t"}', "\ufeff" + TEXT),
        *("[]", '"order"', "7", "null", "true", f"[{TEXT}]", "[" * 60_000, '{"a":' * 10_000),
        *(TEXT[:-1] + ', "currency": "USD"}', '{"a": {"b": 1, "b": 1}}', "\udcff"),
    ],
)
def test_what_is_not_one_json_object_is_malformed(client: Client, body: str) -> None:
    answer = client.order(body)
    assert (answer.status, answer.slug) == (400, "malformed-json")
    assert client.container.orders("acme").stored == (0, 0, 0)


def test_no_body_at_all_is_malformed(client: Client) -> None:
    assert client.order(None).slug == "malformed-json"


def test_absurd_numbers_are_out_of_range(client: Client) -> None:
    for digits in ("9" * 5000, "-" + "9" * 5000, "1" + "0" * 20, "1e400", "2.0"):
        body = TEXT.replace('"quantity": 2', f'"quantity": {digits}')
        answer = client.order(body)
        assert (answer.status, answer.fields) == (422, ["lines.0.quantity"])


def test_an_encoded_body_is_read_as_the_plain_one(client: Client) -> None:
    plain = client.order()
    encoded = client.order(base64.b64encode(TEXT.encode()).decode(), is_base64=True)
    assert encoded.json == plain.json


@pytest.mark.parametrize(
    "body",
    [
        *("{}", "*", "a", "*" + base64.b64encode(TEXT.encode()).decode()),
        *(base64.b64encode(TEXT.encode("utf-16")).decode(), "/w=="),
    ],
)
def test_an_encoded_body_that_is_no_utf8_json_is_malformed(client: Client, body: str) -> None:
    answer = client.order(body, is_base64=True)
    assert (answer.status, answer.slug) == (400, "malformed-json")


@pytest.mark.parametrize("is_base64", [False, True])
def test_more_than_64_kib_is_too_large(client: Client, *, is_base64: bool) -> None:
    for size, expected in ((65_536, 201), (65_537, 413)):
        padded = TEXT + " " * (size - len(TEXT))
        body = base64.b64encode(padded.encode()).decode() if is_base64 else padded
        assert client.order(body, is_base64=is_base64, key=f"{size}").status == expected


def test_size_is_counted_in_bytes(client: Client) -> None:
    answer = client.order('"' + "字" * 22_000 + '"')
    assert (answer.status, answer.slug) == (413, "payload-too-large")


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ("Application/JSON", 201),
        ("application/vnd.acme.order+json", 201),
        ("", 201),
        ("text/json", 415),
        ("text/plain", 415),
        ("application/xml", 415),
        ("application/jsonp", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        (";", 415),
    ],
)
def test_only_json_is_read(client: Client, content_type: str, status: int) -> None:
    headers = {"content-type": content_type, "Idempotency-Key": "k"}
    answer = client.send("POST", "/v1/orders", ORDER, headers=headers)
    assert answer.status == status
    if status == 415:
        assert (answer.slug, answer.fields) == ("unsupported-media-type", ["Content-Type"])


def test_an_address_without_body_takes_an_empty_one_however_labelled(client: Client) -> None:
    path = f"/v1/orders/{client.order().json['id']}/cancel"
    form = {"content-type": "application/x-www-form-urlencoded"}
    for body in (None, "", " \n", "{}"):
        headers = form if body != "{}" else {}
        assert client.send("POST", path, body, headers=headers).status == 202


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [('{"reason": "x"}', 422, ["reason"]), ("[]", 400, []), ("x", 400, [])],
)
def test_an_address_without_body_takes_no_field(
    client: Client, body: str, status: int, fields: list[str]
) -> None:
    order_id = client.order().json["id"]
    answer = client.send("POST", f"/v1/orders/{order_id}/cancel", body)
    assert (answer.status, answer.fields) == (status, fields)
    assert client.container.orders("acme").get(order_id).version == 1
