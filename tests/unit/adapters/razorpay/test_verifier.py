"""Razorpay's signature covers the raw body, and nothing else."""

import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from orderloom.adapters.razorpay.verifier import RazorpayVerifier
from orderloom.ports.webhook_verifier import SignatureRejected

SECRET = "a secret of the merchant's choice"
BODY = b'{"event":"payment.captured"}'


def digest(body: bytes = BODY, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def accepts(body: bytes, signature: str | None, *secrets: str) -> bool:
    headers = {} if signature is None else {"x-razorpay-signature": signature}
    try:
        RazorpayVerifier().verify(body, headers, secrets, datetime(2030, 1, 1, tzinfo=UTC))
    except SignatureRejected:
        return False
    return True


def test_a_signed_body_is_accepted_at_any_time() -> None:
    assert accepts(BODY, digest(), SECRET)


def test_any_of_several_secrets_may_have_signed() -> None:
    assert accepts(BODY, digest(secret="older"), SECRET, "older")
    assert not accepts(BODY, digest(secret="oldest"), SECRET, "older")


def test_another_tenants_secret_is_refused() -> None:
    assert not accepts(BODY, digest(secret="the rival's"), SECRET)


@pytest.mark.parametrize("secrets", [(), ("",), (" \t\n",)])
def test_without_a_secret_nothing_is_accepted(secrets: tuple[str, ...]) -> None:
    for signing in ("", " \t\n", SECRET):
        assert not accepts(BODY, digest(secret=signing), *secrets)


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "0" * 64,
        digest().upper(),
        digest()[:-1],
        digest() + "0",
        f" {digest()}",
        f"sha256={digest()}",
        "zz" * 32,
        "é" * 64,
        "٣" * 64,
        digest() + "\n",
    ],
)
def test_what_is_not_its_hex_digest_is_refused(signature: str | None) -> None:
    assert not accepts(BODY, signature, SECRET)


@pytest.mark.parametrize(
    "body", [b"", BODY + b" ", BODY + b"\n", b'{"event": "payment.captured"}', b"\xff"]
)
def test_a_body_written_anew_is_refused(body: bytes) -> None:
    assert not accepts(body, digest(), SECRET)


def test_a_signed_body_that_is_no_text_is_refused() -> None:
    assert not accepts(b"\xff", digest(b"\xff"), SECRET)


def event_id(header: str | None, body: bytes = BODY) -> str:
    headers = {} if header is None else {"x-razorpay-event-id": header}
    return RazorpayVerifier().event_id({"id": "evt_body"}, body, headers)


def test_the_header_names_the_event() -> None:
    assert event_id("TeTNfVVFyLpsMm") == "TeTNfVVFyLpsMm"


@pytest.mark.parametrize("header", [None, "", "a#b", "x" * 201, "T#t#", "é", "a b", "-"])
def test_without_a_usable_one_the_body_does(header: str | None) -> None:
    assert event_id(header) == f"sha256-{hashlib.sha256(BODY).hexdigest()}"
    assert event_id(header, BODY + b" ") != event_id(header)
