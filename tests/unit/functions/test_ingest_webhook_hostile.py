"""Whatever is sent to the door is answered, and only the genuine is taken."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.functions.webhook_door import SAMPLE, Door, event, signature


@pytest.fixture(scope="module")
def shared() -> Door:
    return Door()


BODIES = st.sampled_from([SAMPLE, "{}", "[" * 9000, '{"id": {}}', "\ud800"]) | st.text()


@settings(max_examples=300, deadline=None)
@given(
    body=BODIES,
    is_base64=st.booleans(),
    headers=st.dictionaries(
        st.sampled_from(["stripe-signature", "Stripe-Signature", "x"]),
        st.sampled_from([signature(b"{}"), "t=,v1=", "t=1,v1=é"]) | st.text(max_size=30),
    ),
    provider=st.sampled_from(["stripe", "shipstation"]) | st.text(max_size=8),
    tenant_id=st.sampled_from(["acme"]) | st.text(max_size=8),
)
def test_whatever_is_sent_is_answered_and_only_the_genuine_is_taken(
    shared: Door,
    body: str,
    headers: dict[str, str],
    provider: str,
    tenant_id: str,
    *,
    is_base64: bool,
) -> None:
    shared.queue.failure = None
    path = {"provider": provider, "tenant_id": tenant_id}
    sent = event(body="", headers=headers, pathParameters=path, isBase64Encoded=is_base64) | {
        "body": body
    }
    status, _, _ = shared.knock(sent)
    genuine = body == "{}" and not is_base64 and signature(b"{}") in headers.values()
    assert status in {400, 404, 413} or (status == 200 and genuine)


@settings(max_examples=200, deadline=None)
@given(payload=st.dictionaries(st.text(max_size=4), st.none() | st.floats() | st.text(max_size=4)))
def test_whatever_the_provider_signs_is_taken(shared: Door, payload: dict[str, object]) -> None:
    shared.queue.failure = None
    assert shared.knock(event(json.dumps(payload)))[0] == 200
