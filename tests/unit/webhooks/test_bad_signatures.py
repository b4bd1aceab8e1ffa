"""Webhooks whose signature is not what it should be. docs/bad-webhooks.md has them in one table."""

import hashlib
import hmac
import json

import pytest
from orderloom.services.apply_event import Outcome
from orderloom.services.ingest_webhook import Refusal

from tests.unit.webhooks.street import SCHEMES, Scheme, Street, Stripe


@pytest.fixture(params=SCHEMES, ids=lambda scheme: scheme.name)
def street(request: pytest.FixtureRequest) -> Street:
    scheme: Scheme = request.param
    return Street(scheme)


@pytest.fixture
def stripes() -> Street:
    return Street(Stripe())


def genuine(street: Street) -> bytes:
    return json.dumps(street.scheme.paid()).encode()


def test_a_genuine_one_pays_the_order_it_is_about(street: Street) -> None:
    assert street.send(genuine(street)) is Outcome.APPLIED
    assert street.paid() == [f"ord_{street.scheme.name}"]


def refused(street: Street, body: bytes, headers: dict[str, str]) -> bool:
    return street.send(body, headers) is Refusal.INVALID_SIGNATURE and street.paid() == []


def test_signature_of_another_tenant(street: Street) -> None:
    body = genuine(street)
    assert refused(street, body, street.sign(body, street.rivals_secret))


def test_signature_of_another_secret(street: Street) -> None:
    body = genuine(street)
    for secret in (f"{street.scheme.prefix}made-up", street.secret + " ", street.secret.upper()):
        assert refused(street, body, street.sign(body, secret))


def test_no_signature(street: Street) -> None:
    assert refused(street, genuine(street), {})


def test_expired_secret(street: Street) -> None:
    """The door is told of accepted secrets only; see test_webhook_secrets for the moment."""
    body = genuine(street)
    signed = street.sign(body)
    street.secrets.set("acme", street.scheme.name, f"{street.scheme.prefix}the-next-one")
    assert refused(street, body, signed)


def test_no_secret_configured(street: Street) -> None:
    street.secrets.set("acme", street.scheme.name)
    body = genuine(street)
    for headers in (street.sign(body), street.sign(body, ""), {}):
        assert refused(street, body, headers)


def test_not_connected(street: Street) -> None:
    body = genuine(street)
    answer = street.send(body, street.sign(body), tenant_id="nobody")
    assert answer is Refusal.NOT_FOUND


def test_v0_only(stripes: Street) -> None:
    body = genuine(stripes)
    header = stripes.sign(body)["stripe-signature"].replace("v1=", "v0=")
    assert refused(stripes, body, {"stripe-signature": header})


def test_several_v1(stripes: Street) -> None:
    body = genuine(stripes)
    theirs = stripes.sign(body, "whsec_a", "whsec_b")
    assert refused(stripes, body, theirs)
    with_ours = stripes.sign(body, "whsec_a", stripes.secret, "whsec_b")
    assert with_ours["stripe-signature"].count("v1=") == 3
    assert stripes.send(body, with_ours) is Outcome.APPLIED


def test_v1_of_another_moment(stripes: Street) -> None:
    body = genuine(stripes)
    header = stripes.sign(body)["stripe-signature"].replace(f"t={stripes.now}", "t=1")
    assert refused(stripes, body, {"stripe-signature": header})


@pytest.mark.parametrize("late", [301, -301, 86_400, -86_400])
def test_timestamp_in_the_past_or_future(stripes: Street, late: int) -> None:
    body = genuine(stripes)
    assert refused(stripes, body, stripes.sign(body, late=late))


@pytest.mark.parametrize("late", [299, -299])
def test_a_clock_a_little_wrong_is_borne_with(stripes: Street, late: int) -> None:
    body = genuine(stripes)
    assert stripes.send(body, stripes.sign(body, late=late)) is Outcome.APPLIED


def test_a_signature_of_razorpays_does_not_grow_stale() -> None:
    """It signs no moment; a recorded webhook is held off by its effect, which happens once."""
    street = Street(SCHEMES[1])
    body = genuine(street)
    signed = street.sign(body)
    street.clock.advance(days=30)
    assert street.send(body, signed) is Outcome.APPLIED
    renamed = signed | {"x-razorpay-event-id": "evt_made_up"}
    assert street.send(body, renamed) is Outcome.NOTED


@pytest.mark.parametrize("spoilt", ["upper", "prefixed", "short", "twice"])
def test_razorpays_signature_in_another_writing(spoilt: str) -> None:
    street = Street(SCHEMES[1])
    body = genuine(street)
    digest = hmac.new(street.secret.encode(), body, hashlib.sha256).hexdigest()
    written = {
        "upper": digest.upper(),
        "prefixed": f"sha256={digest}",
        "short": digest[:-1],
        "twice": f"{digest},{digest}",
    }
    assert refused(street, body, {"x-razorpay-signature": written[spoilt]})
