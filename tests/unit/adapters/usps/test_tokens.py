"""USPS's two tokens, and labels that come as the parts of a form."""

import base64
import json

import pytest
from orderloom.errors import CredentialsRejected, ProviderUnavailable, RateLimited

from tests.unit.adapters.usps.samples import (
    PAYMENT,
    PDF,
    RATE,
    SHIPMENT,
    TOKEN,
    carrier,
    error,
    label,
    offered,
    option,
)


def test_tokens_are_asked_for_once_and_sent_where_they_belong() -> None:
    usps, wire = carrier(
        TOKEN, PAYMENT, (200, label()), (200, label()), offered(option()), tokens=False
    )
    usps.buy(SHIPMENT, RATE)
    usps.buy(SHIPMENT, RATE)
    usps.rates(SHIPMENT)
    assert [path for _, path in wire.asked] == [
        "/oauth2/v3/token",
        "/payments/v3/payment-authorization",
        "/labels/v3/label",
        "/labels/v3/label",
        "/shipments/v3/options/search",
    ]
    login, paying, buying, _, rating = wire.calls
    assert json.loads(login.body or b"")["grant_type"] == "client_credentials"
    assert "Authorization" not in login.headers
    assert paying.headers["Authorization"] == "Bearer tok-1"
    roles = {role["roleName"]: role for role in json.loads(paying.body or b"")["roles"]}
    assert roles["PAYER"]["accountNumber"] == "9911"
    assert roles["LABEL_OWNER"]["manifestMID"] == "123457"
    assert buying.headers["X-Payment-Authorization-Token"] == "pay-1"
    assert "X-Payment-Authorization-Token" not in rating.headers


def test_a_refused_token_is_replaced_once() -> None:
    usps, wire = carrier(error(401), TOKEN, PAYMENT, (200, label()))
    usps.buy(SHIPMENT, RATE)
    assert wire.calls[-1].headers["Authorization"] == "Bearer tok-1"
    assert wire.calls[-1].headers["X-Payment-Authorization-Token"] == "pay-1"


def test_wrong_credentials_are_for_a_person() -> None:
    refused = (401, {"error": "invalid_client", "error_description": "secret of the app"})
    usps, _ = carrier(refused, tokens=False)
    with pytest.raises(CredentialsRejected, match="invalid_client") as caught:
        usps.rates(SHIPMENT)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "token", [{}, {"access_token": "t"}, {"access_token": "t", "expires_in": "soon"}]
)
def test_a_token_without_its_lifetime_is_none(token: object) -> None:
    usps, _ = carrier((200, token), tokens=False)
    with pytest.raises(ProviderUnavailable):
        usps.rates(SHIPMENT)


def test_too_many_calls() -> None:
    usps, _ = carrier(error(429, "Too Many Requests."))
    with pytest.raises(RateLimited):
        usps.rates(SHIPMENT)


def form(image: bytes, eol: bytes = b"\r\n") -> bytes:
    metadata = json.dumps({**label(), "labelImage": None}).encode()
    lines = [
        b"--edge",
        b"Content-Type: application/json",
        b'Content-Disposition: form-data; name="labelMetadata"',
        b"",
        metadata,
        b"--edge",
        b"Content-Type: application/pdf",
        b'Content-Disposition: form-data; filename="labelImage.pdf"; name="labelImage"',
        b"",
        image,
        b"--edge--",
        b"",
    ]
    return eol.join(lines)


@pytest.mark.parametrize("eol", [b"\r\n", b"\n"])
@pytest.mark.parametrize("image", [base64.b64encode(PDF), PDF])
def test_a_label_in_the_parts_of_a_form_is_read_too(image: bytes, eol: bytes) -> None:
    usps, _ = carrier((200, form(image, eol)), content_type='multipart/form-data; boundary="edge"')
    bought = usps.buy(SHIPMENT, RATE)
    assert (bought.document, bought.cost) == (PDF, 1065)


@pytest.mark.parametrize("body", [b"", b"--edge--", b"no form", form(PDF).replace(b"{", b"")])
def test_a_form_without_a_label_is_an_unknown_outcome(body: bytes) -> None:
    usps, _ = carrier((200, body), content_type="multipart/form-data; boundary=edge")
    with pytest.raises(ProviderUnavailable):
        usps.buy(SHIPMENT, RATE)
