"""The judge of requests must be able to refuse: a document of our own, and good and bad calls."""

from pathlib import Path

import pytest
import requests

from tests.conformance.openapi_requests import FORM, validate_call, validate_request

DOCUMENT = """
openapi: 3.0.0
paths:
  /shipments:
    post:
      parameters: [{$ref: '#/components/parameters/account'}]
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Shipment'}}
  /shipments/{number}:
    get:
      parameters:
        - {name: number, in: path, required: true, schema: {type: string, maxLength: 4}}
        - {name: limit, in: query, schema: {type: integer, maximum: 10}}
  /token:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [grant], properties: {grant: {type: string}}}
components:
  parameters:
    account: {name: X-Account, in: header, required: true, schema: {type: string}}
  schemas:
    Shipment:
      type: object
      required: [country]
      additionalProperties: false
      properties:
        country: {type: string, enum: [NO, SE]}
        day: {type: string, format: date, nullable: true}
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "spec.yaml"
    path.write_text(DOCUMENT)
    return path


ACCOUNT = {"x-account": "7"}


@pytest.mark.parametrize("body", [{"country": "NO"}, {"country": "SE", "day": None}])
def test_a_request_as_described_passes(document: Path, body: object) -> None:
    validate_request(document, "POST", "/shipments", body, headers=ACCOUNT)


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        ({"country": "DK"}, ACCOUNT, r"body\.country: 'DK' is not one of"),
        ({}, ACCOUNT, "'country' is a required property"),
        ({"country": "NO", "town": "Oslo"}, ACCOUNT, "town"),
        ({"country": "NO", "day": "tomorrow"}, ACCOUNT, "not a 'date'"),
        ({"country": "NO"}, {}, "header.X-Account: required"),
        (None, ACCOUNT, "None is not of type 'object'"),
    ],
)
def test_any_other_request_is_refused(
    document: Path, body: object, headers: dict[str, str], said: str
) -> None:
    with pytest.raises(AssertionError, match=said):
        validate_request(document, "POST", "/shipments", body, headers=headers)


def test_text_on_the_wire_is_judged_as_what_it_means(document: Path) -> None:
    validate_call(document, _call("GET", "/shipments/A1?limit=10"), base="/v1")
    with pytest.raises(AssertionError, match=r"query\.limit: 11 is greater"):
        validate_call(document, _call("GET", "/shipments/A1?limit=11"), base="/v1")
    with pytest.raises(AssertionError, match=r"query\.size: not declared"):
        validate_call(document, _call("GET", "/shipments/A1?size=1"), base="/v1")
    with pytest.raises(AssertionError, match=r"path\.number: .* is too long"):
        validate_call(document, _call("GET", "/shipments/A1234"), base="/v1")
    with pytest.raises(AssertionError, match="is not in spec"):
        validate_call(document, _call("DELETE", "/shipments/A1"), base="/v1")


def test_a_form_is_judged_by_its_schema(document: Path) -> None:
    validate_call(document, _call("POST", "/token", {"grant": "password"}), base="/v1")
    with pytest.raises(AssertionError, match="'grant' is a required"):
        validate_call(document, _call("POST", "/token", {"other": "x"}), base="/v1")
    with pytest.raises(AssertionError, match=f"body of {FORM}"):
        validate_request(document, "POST", "/shipments", {}, headers=ACCOUNT, media_type=FORM)


def _call(method: str, path: str, form: dict[str, str] | None = None) -> requests.PreparedRequest:
    return requests.Request(method, f"https://carrier.test/v1{path}", data=form).prepare()
