"""Messages that are none of ours, or not quite."""

from datetime import UTC, datetime
from typing import Any

import pytest
from orderloom.adapters.sqs_messages import decode_inbound, decode_reaction, is_replayed
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import MalformedEvent


def a_record(body: str, **attributes: str) -> dict[str, Any]:
    return {
        "messageId": "m-1",
        "body": body,
        "messageAttributes": {
            name: {"stringValue": value, "dataType": "String"} for name, value in attributes.items()
        },
    }


def a_webhook(body: str = "{}", **changes: str) -> dict[str, Any]:
    attributes = {
        "kind": "webhook",
        "tenant_id": "acme",
        "provider": "stripe",
        "event_id": "evt_1",
        "received_at": "2025-03-14T09:26:53+00:00",
        "headers": "{}",
        "encoding": "text",
    }
    return a_record(body, **{**attributes, **changes})


def test_a_webhook_is_read() -> None:
    assert decode_inbound(a_webhook('{"a": 1}')).tenant_id == "acme"


@pytest.mark.parametrize(
    "record",
    [
        a_record("{}"),
        a_record("{}", kind="parcel"),
        a_record("{}", kind="webhook"),
        a_webhook(received_at="yesterday"),
        a_webhook(headers="{"),
        a_webhook("%%%", encoding="base64"),
        a_webhook("gICA", encoding="base64"),
        a_record("{}", kind="wake_parked", tenant_id="acme"),
        a_record("not JSON", kind="wake_parked", tenant_id="acme"),
    ],
)
def test_a_message_that_is_none_of_ours_is_named(record: dict[str, Any]) -> None:
    with pytest.raises(MalformedEvent, match="m-1"):
        decode_inbound(record)


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        '{"kind": "dance", "tenant_id": "acme", "order_id": "ord_1"}',
        '{"kind": "resume_payment", "tenant_id": "acme"}',
        '{"kind": "wake_parked", "tenant_id": "acme", "provider": "p", "object_id": "o"}',
        '{"kind": "resume_payment", "tenant_id": "zeta", "order_id": "ord_1"}',
    ],
    ids=["empty", "unknown kind", "without order", "of the other queue", "of another tenant"],
)
def test_a_reaction_that_is_none_of_ours_is_named(body: str) -> None:
    with pytest.raises(MalformedEvent, match="m-1"):
        decode_reaction(a_record(body, kind="resume_payment", tenant_id="acme"))


def test_a_wake_up_for_another_tenant_is_refused() -> None:
    body = '{"kind": "wake_parked", "tenant_id": "zeta", "provider": "p", "object_id": "o"}'
    with pytest.raises(MalformedEvent, match="tenant_id"):
        decode_inbound(a_record(body, kind="wake_parked", tenant_id="acme"))


def test_replays_are_told_apart() -> None:
    assert not is_replayed(a_webhook())
    assert is_replayed(a_webhook(replayed="true"))


def test_what_a_sweep_found_says_when_it_happened() -> None:
    swept = decode_inbound(a_webhook(swept="2026-11-21T10:00:00+00:00"))
    assert isinstance(swept, InboundEvent)
    assert swept.swept == datetime(2026, 11, 21, 10, tzinfo=UTC)
    with pytest.raises(MalformedEvent, match="swept"):
        decode_inbound(a_webhook(swept="yesterday"))
