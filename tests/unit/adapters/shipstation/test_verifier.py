"""Only ShipStation's published keys open the door, and only around the present."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from jwt.algorithms import RSAAlgorithm
from orderloom.adapters.shipstation.jwks import PublishedKeys, parse_keys
from orderloom.adapters.shipstation.verifier import ShipStationVerifier
from orderloom.errors import ProviderUnavailable
from orderloom.ports.webhook_verifier import SignatureRejected

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
BODY = b'{"resource_type":"TRACK_EVENT_V2"}'
KEY = rsa.generate_private_key(65537, 2048)
OTHER_KEY = rsa.generate_private_key(65537, 2048)


def jwk(key_id: str, key: rsa.RSAPrivateKey = KEY, **extra: str) -> dict[str, Any]:
    return {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": key_id, **extra}


def jwks(*entries: object) -> bytes:
    return json.dumps({"keys": entries}).encode()


class Site:
    """Publishes keys, or is down (`document` None); counts the requests."""

    def __init__(self, document: bytes | None) -> None:
        self.document = document
        self.requests = 0

    def __call__(self, _url: str) -> bytes:
        self.requests += 1
        if self.document is None:
            raise OSError("down")
        return self.document


def signed(
    body: bytes = BODY,
    at: str = "2026-06-01T12:00:00Z",
    key_id: str = "kid-1",
    key: rsa.RSAPrivateKey = KEY,
) -> dict[str, str]:
    signature = key.sign(at.encode() + b"." + body, padding.PKCS1v15(), hashes.SHA256())
    return {
        "x-shipengine-timestamp": at,
        "x-shipengine-rsa-sha256-key-id": key_id,
        "x-shipengine-rsa-sha256-signature": base64.b64encode(signature).decode(),
    }


def verifier(site: Site) -> ShipStationVerifier:
    return ShipStationVerifier(PublishedKeys("https://keys.test", site))


def accepts(headers: dict[str, str], body: bytes = BODY, now: datetime = NOW) -> bool:
    try:
        verifier(Site(jwks(jwk("kid-1")))).verify(body, headers, (), now)
    except SignatureRejected:
        return False
    return True


def test_a_signed_body_is_accepted() -> None:
    assert accepts(signed())


def test_a_changed_body_or_moment_is_refused() -> None:
    assert not accepts(signed(), BODY + b" ")
    assert not accepts({**signed(), "x-shipengine-timestamp": "2026-06-01T12:00:01Z"})


def test_another_key_is_refused() -> None:
    assert not accepts(signed(key=OTHER_KEY))


def test_the_moment_is_signed_as_it_was_written() -> None:
    assert accepts(signed(at="2026-06-01T14:00:00.123+02:00"))


@pytest.mark.parametrize(("age", "accepted"), [(300, True), (301, False), (-300, True)])
def test_the_tolerance_has_two_sides(age: int, *, accepted: bool) -> None:
    assert accepts(signed(), now=NOW + timedelta(seconds=age)) is accepted
    assert accepts(signed(), now=NOW - timedelta(seconds=age)) is accepted


@pytest.mark.parametrize(
    "at", ["", "2026-06-01", "2026-06-01T12:00:00", "1780315200", "now", "0001-01-01T00:00+14:00"]
)
def test_a_moment_that_says_too_little_is_refused(at: str) -> None:
    assert not accepts(signed(at=at))


@pytest.mark.parametrize("name", sorted(signed()))
@pytest.mark.parametrize("value", [None, "", "é", "!!", "AAAA"])
def test_every_header_counts(name: str, value: str | None) -> None:
    headers = {**signed(), name: value}
    assert not accepts({key: text for key, text in headers.items() if text is not None})


def test_keys_are_fetched_once_for_hours() -> None:
    site = Site(jwks(jwk("kid-1")))
    door = verifier(site)
    for minutes in (0, 1, 3 * 60):
        now = NOW + timedelta(minutes=minutes)
        door.verify(BODY, signed(at=now.isoformat()), (), now)
    assert site.requests == 1


def test_a_new_key_is_fetched_when_it_first_turns_up() -> None:
    site = Site(jwks(jwk("kid-1")))
    door = verifier(site)
    door.verify(BODY, signed(), (), NOW)
    site.document = jwks(jwk("kid-2", OTHER_KEY))
    later = NOW + timedelta(minutes=2)
    door.verify(BODY, signed(at=later.isoformat(), key_id="kid-2", key=OTHER_KEY), (), later)
    assert site.requests == 2


def test_made_up_key_ids_cost_one_request_a_minute() -> None:
    site = Site(jwks(jwk("kid-1")))
    door = verifier(site)
    for number in range(50):
        with pytest.raises(SignatureRejected):
            door.verify(BODY, signed(key_id=f"made-up-{number}"), (), NOW)
    assert site.requests == 1


def test_without_keys_nothing_can_be_said() -> None:
    site = Site(None)
    door = verifier(site)
    for _ in range(3):
        with pytest.raises(ProviderUnavailable):
            door.verify(BODY, signed(), (), NOW)
    assert site.requests == 1


def test_known_keys_outlive_an_outage_of_their_site() -> None:
    site = Site(jwks(jwk("kid-1")))
    door = verifier(site)
    door.verify(BODY, signed(), (), NOW)
    site.document = None
    later = NOW + timedelta(days=1)
    door.verify(BODY, signed(at=later.isoformat()), (), later)
    with pytest.raises(ProviderUnavailable):
        door.verify(BODY, signed(at=later.isoformat(), key_id="kid-2"), (), later)


@pytest.mark.parametrize("document", [b"", b"[]", b"{}", b'{"keys": 5}', b'{"keys": []}', b"<h"])
def test_what_is_no_key_set_changes_nothing(document: bytes) -> None:
    site = Site(jwks(jwk("kid-1")))
    door = verifier(site)
    door.verify(BODY, signed(), (), NOW)
    site.document = document
    later = NOW + timedelta(days=1)
    door.verify(BODY, signed(at=later.isoformat()), (), later)
    assert site.requests == 2


def test_only_strong_rsa_signing_keys_are_taken() -> None:
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
    document = jwks(
        5,
        {"kid": "no-key"},
        {"kty": "oct", "kid": "secret", "k": "AAAA"},
        jwk("weak", weak),
        jwk("encryption", use="enc"),
        jwk("good"),
    )
    assert list(parse_keys(document)) == ["good"]
