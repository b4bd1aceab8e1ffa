"""Webhooks on their way, with sensible defaults."""

from datetime import datetime, timedelta

from orderloom.domain.inbound import InboundEvent, ParkedEvent
from orderloom.domain.reactions import WakeParked
from orderloom.domain.unclaimed import UnclaimedEvent

from tests.fakes.clock import MOMENT


def an_inbound_event(
    event_id: str = "evt_1",
    *,
    tenant_id: str = "acme",
    received_at: datetime = MOMENT,
    body: str = '{"id": "evt_1", "type": "payment_intent.succeeded"}',
    replayed: bool = False,
    secret_id: str | None = None,
    swept: datetime | None = None,
) -> InboundEvent:
    return InboundEvent(
        tenant_id=tenant_id,
        provider="stripe",
        event_id=event_id,
        received_at=received_at,
        body=body,
        headers={"stripe-signature": "t=1,v1=abc"},
        replayed=replayed,
        secret_id=secret_id,
        swept=swept,
    )


def a_parked_event(
    event_id: str = "evt_1",
    object_id: str = "pi_1",
    *,
    tenant_id: str = "acme",
    received_at: datetime = MOMENT,
    swept: datetime | None = None,
) -> ParkedEvent:
    event = an_inbound_event(event_id, tenant_id=tenant_id, received_at=received_at, swept=swept)
    return ParkedEvent(object_id=object_id, event=event)


def news_of(provider: str, object_id: str, order_id: str | None = None) -> WakeParked:
    """That a provider's object is known, as the relay tells of it."""
    return WakeParked(tenant_id="acme", provider=provider, object_id=object_id, order_id=order_id)


def an_unclaimed(tenant_id: str, number: int) -> UnclaimedEvent:
    return UnclaimedEvent(
        tenant_id=tenant_id,
        provider="stripe",
        object_id="pi_1",
        event_id=f"evt_{number}",
        received_at=MOMENT + timedelta(seconds=number),
    )
