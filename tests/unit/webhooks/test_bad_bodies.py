"""Webhooks whose body is not what it should be. docs/bad-webhooks.md has them in one table."""

import json
from typing import Any

import pytest
from orderloom.domain.states import PaymentState
from orderloom.services.apply_event import Outcome
from orderloom.services.ingest_webhook import MAX_BODY_BYTES, Refusal

from tests.unit.webhooks.street import DEAD_LETTER, SCHEMES, Json, Scheme, Street


@pytest.fixture(params=SCHEMES, ids=lambda scheme: scheme.name)
def street(request: pytest.FixtureRequest) -> Street:
    scheme: Scheme = request.param
    return Street(scheme)


def untouched(street: Street) -> bool:
    return street.states() == {PaymentState.PENDING}


@pytest.mark.parametrize("how", ["compact", "sorted", "ascii", "newline", "bom"])
def test_body_re_encoded_by_a_proxy(street: Street, how: str) -> None:
    """The signature is of the bytes: the same JSON in another writing is not what was signed."""
    event: Json = {"z": "ü", **street.scheme.paid()}
    body = json.dumps(event, indent=2, ensure_ascii=False).encode()
    rewritten = {
        "compact": json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode(),
        "sorted": json.dumps(event, indent=2, ensure_ascii=False, sort_keys=True).encode(),
        "ascii": json.dumps(event, indent=2).encode(),
        "newline": body + b"\n",
        "bom": b"\xef\xbb\xbf" + body,
    }
    answer = street.send(rewritten[how], street.sign(body))
    assert answer is Refusal.INVALID_SIGNATURE
    assert untouched(street)
    assert street.send(body) is Outcome.APPLIED


def test_body_in_another_character_set(street: Street) -> None:
    body = json.dumps({"z": "ü", **street.scheme.paid()}, ensure_ascii=False)
    for charset in ("latin-1", "utf-16", "utf-32"):
        raw = body.encode(charset)
        answer = street.send(raw, street.sign(raw), encoded=True)
        assert answer in {Refusal.INVALID_SIGNATURE, Refusal.MALFORMED_JSON}
    assert untouched(street)


def test_body_in_base64_as_the_gateway_writes_it(street: Street) -> None:
    body = json.dumps(street.scheme.paid()).encode()
    assert street.send(body, encoded=True) is Outcome.APPLIED


def test_huge_body(street: Street) -> None:
    event: Json = {**street.scheme.paid(), "padding": ""}
    room = MAX_BODY_BYTES - len(json.dumps(event))
    assert street.send({**event, "padding": "x" * (room + 1)}) is Refusal.TOO_LARGE
    assert untouched(street)
    assert street.send({**event, "padding": "x" * room}) is Outcome.APPLIED


@pytest.mark.parametrize("opening", ['{"a":', "["])
def test_deeply_nested_json(street: Street, opening: str) -> None:
    closing = "}" if opening.startswith("{") else "]"
    for depth in (10_000, 40_000):
        nested = (opening * depth + "1" + closing * depth).encode()
        body = b'{"a":' + nested + b"}"
        assert street.send(body) is Refusal.MALFORMED_JSON
    assert untouched(street)


def test_nested_as_deep_as_json_is_read(street: Street) -> None:
    deep: Json = {}
    for _ in range(200):
        deep = {"a": deep}
    assert street.send({**street.scheme.paid(), "padding": deep}) is Outcome.APPLIED


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"{}{}", b'{"a":1,}', b"\x00"])
def test_signed_but_no_json_object(street: Street, body: bytes) -> None:
    assert street.send(body) is Refusal.MALFORMED_JSON


@pytest.mark.parametrize(
    "amount", ["4200", "42.00", 4200.0, 42.5, -4200, -1, True, None, [4200], 1e300]
)
def test_amounts_as_strings_floats_negatives(street: Street, amount: object) -> None:
    """Genuine, so taken; not understood, so never applied: a person sees it."""
    assert street.send(street.scheme.paid(amount)) == DEAD_LETTER
    assert untouched(street)


def test_another_amount_than_asked_for(street: Street) -> None:
    """Unpaid: the money is there and a person decides, unless it is nothing."""
    for amount, state in (
        (4199, PaymentState.REVIEW),
        (2**63, PaymentState.REVIEW),
        (0, PaymentState.PENDING),
    ):
        fresh = Street(street.scheme)
        assert fresh.send(street.scheme.paid(amount)) is Outcome.APPLIED
        assert fresh.paid() == []
        assert state in fresh.states()


def test_event_for_an_unknown_order(street: Street) -> None:
    """It may be ahead of its order, so it waits, and changes nothing meanwhile."""
    event = street.scheme.paid(object_id="unknown_1", order_id="ord_unknown")
    assert street.send(event) is Outcome.PARKED
    assert untouched(street)
    assert len(street.orders["acme"].parked(street.scheme.name, "unknown_1")) == 1


def test_event_for_another_tenants_order(street: Street) -> None:
    """Signed by acme's account, it speaks of what is rival's: acme has no such thing."""
    theirs = f"{street.scheme.object_id}_rival"
    honest = street.scheme.paid(object_id=theirs, tenant_id="rival")
    assert street.send(honest) is Outcome.FOREIGN
    lying = street.scheme.paid(object_id=theirs, order_id=f"ord_{street.scheme.name}_rival")
    assert street.send(lying) is Outcome.PARKED
    assert untouched(street)


def test_event_for_an_order_of_another_provider(street: Street) -> None:
    """The other provider's object, or its order in the metadata: both are not this provider's."""
    (other,) = (scheme for scheme in SCHEMES if scheme is not street.scheme)
    event = street.scheme.paid(object_id=other.object_id, order_id=f"ord_{other.name}")
    assert street.send(event) is Outcome.PARKED
    event = street.scheme.paid(object_id="another_1", order_id=f"ord_{other.name}")
    assert street.send(event) is Outcome.PARKED
    assert untouched(street)


def test_thin_events(street: Street) -> None:
    """Stripe's thin events are types of their own, which nobody subscribed to."""
    answer = street.send(street.scheme.thin())
    assert answer == (Outcome.UNKNOWN_TYPE if street.scheme.name == "stripe" else DEAD_LETTER)
    assert untouched(street)


@pytest.mark.parametrize("without", ["data", "payload"])
def test_an_event_without_its_object(street: Street, without: str) -> None:
    event: dict[str, Any] = street.scheme.paid()
    if without in event:
        del event[without]
        assert street.send(event) == DEAD_LETTER
        assert untouched(street)


def test_an_unknown_type(street: Street) -> None:
    event = {**street.scheme.paid(), "type": "payment_intent.teleported", "event": "order.eaten"}
    assert street.send(event) is Outcome.UNKNOWN_TYPE
    assert untouched(street)
