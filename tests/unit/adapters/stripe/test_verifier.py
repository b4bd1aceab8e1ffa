"""The door's verdicts on Stripe signatures are the SDK's, but for moments in the future."""

import hashlib
import hmac
import time
from datetime import UTC, datetime

import pytest
import stripe
from hypothesis import example, given, settings
from hypothesis import strategies as st
from orderloom.adapters.stripe.verifier import StripeVerifier
from orderloom.ports.webhook_verifier import SignatureRejected

from tests.builders.hostile_headers import HOSTILE

SECRET = "whsec_sample"
BODY = b'{\n  "id": "evt_1"\n}'
NOW = 1_780_000_000


def accepts(
    body: bytes, header: str, *secrets: str, now: float = NOW, name: str = "stripe-signature"
) -> bool:
    try:
        StripeVerifier().verify(body, {name: header}, secrets, datetime.fromtimestamp(now, UTC))
    except SignatureRejected:
        return False
    return True


def digest(timestamp: int, body: bytes = BODY, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()


def header(timestamp: int = NOW, body: bytes = BODY, secret: str = SECRET) -> str:
    return f"t={timestamp},v1={digest(timestamp, body, secret)}"


def test_a_signed_body_is_accepted() -> None:
    assert accepts(BODY, header(), SECRET)


def test_a_signed_body_that_is_no_text_is_refused() -> None:
    assert not accepts(b"\xff", header(body=b"\xff"), SECRET)


def test_a_changed_body_is_refused() -> None:
    assert not accepts(BODY + b" ", header(), SECRET)


def test_any_of_several_secrets_may_have_signed() -> None:
    assert accepts(BODY, header(), "whsec_new", SECRET)
    assert not accepts(BODY, header(), "whsec_new", "whsec_newer")


@pytest.mark.parametrize("secrets", [(), ("",), (" \t\n",)])
def test_without_a_secret_nothing_is_accepted(secrets: tuple[str, ...]) -> None:
    assert not accepts(BODY, header(secret=" "), *secrets)


def test_any_of_several_v1_signatures_may_match() -> None:
    assert accepts(BODY, f"t={NOW},v1={'0' * 64},v1={digest(NOW)}", SECRET)


def test_v0_is_ignored() -> None:
    assert accepts(BODY, f"{header()},v0={'0' * 64}", SECRET)
    assert not accepts(BODY, f"t={NOW},v0={digest(NOW)}", SECRET)


@pytest.mark.parametrize(
    ("age", "accepted"),
    [(0, True), (300, True), (301, False), (-300, True), (-301, False), (-10_000, False)],
)
def test_the_tolerance_has_two_sides(age: int, *, accepted: bool) -> None:
    assert accepts(BODY, header(), SECRET, now=NOW + age) is accepted


def test_a_missing_header_is_refused() -> None:
    assert not accepts(BODY, header(), SECRET, name="x-other")


@pytest.mark.parametrize(
    ("payload", "expected"),
    [({"id": "evt_1"}, "evt_1"), ({"id": "evt_test_webhook"}, "evt_test_webhook")],
)
def test_an_event_has_stripes_own_id(payload: dict[str, str], expected: str) -> None:
    assert StripeVerifier().event_id(payload, b"", {}) == expected


@pytest.mark.parametrize("event_id", [None, 5, "", "a#b", "x" * 300, ["evt"], "évt"])
def test_an_unusable_id_gives_way_to_a_digest_of_the_body(event_id: object) -> None:
    assert StripeVerifier().event_id({"id": event_id}, b"{}", {}) == (
        "sha256-44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )


def sdk_accepts(body: bytes, sent: str, secret: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(body, sent, secret, tolerance=300)
    except (stripe.SignatureVerificationError, UnicodeDecodeError, TypeError):
        return False
    return True


@settings(max_examples=400, deadline=None)
@given(
    template=st.sampled_from(HOSTILE) | st.text(max_size=40),
    body=st.sampled_from([BODY, b"", b"\xff\xfe", "é😀".encode(), b"\xef\xbb\xbf{}", b"\x00"]),
    secret=st.sampled_from([SECRET, "", " ", "\u00a0", "é", " whsec"]),
    age=st.integers(0, 299) | st.integers(301, 10**6),
    tamper=st.booleans(),
)
@example(template="t={t},v1={v}", body=BODY, secret=SECRET, age=0, tamper=False)
def test_verdicts_equal_the_sdks(
    template: str, body: bytes, secret: str, age: int, *, tamper: bool
) -> None:
    now = time.time()
    timestamp = int(now) - age
    signature = digest(timestamp, body, secret)
    values = {"{t}": str(timestamp), "{v}": signature, "{V}": signature.upper()}
    sent = template
    for name, value in values.items():
        sent = sent.replace(name, value)
    seen = body + b"x" if tamper else body
    assert accepts(seen, sent, secret, now=now) is sdk_accepts(seen, sent, secret)
