"""What waits or is remembered beside an order: parked events, idempotency keys."""

from datetime import datetime, timedelta

from orderloom import keys
from orderloom.adapters.dynamodb.order_records import (
    IdempotencyRecord as StoredIdempotency,
)
from orderloom.adapters.dynamodb.order_records import ParkedRecord
from orderloom.adapters.dynamodb.record import required
from orderloom.adapters.dynamodb.stored import moment
from orderloom.domain.inbound import InboundEvent, ParkedEvent
from orderloom.errors import CorruptRecord
from orderloom.ports.orders import IdempotencyRecord

PARKED_FOR = timedelta(days=30)
REMEMBERED_FOR = timedelta(hours=24)


def idempotency_record(
    tenant_id: str, record: IdempotencyRecord, now: datetime
) -> StoredIdempotency:
    return StoredIdempotency(
        *keys.idempotency(tenant_id, record.key),
        fingerprint=record.fingerprint,
        order_id=record.order_id,
        expires_at=_epoch(now + REMEMBERED_FOR),
    )


def idempotency_of(record: StoredIdempotency, key: str, now: datetime) -> IdempotencyRecord | None:
    """None once expired: DynamoDB deletes such items only days later."""
    if (record.expires_at or 0) <= _epoch(now):
        return None
    return IdempotencyRecord(key, required(record, "fingerprint"), required(record, "order_id"))


def parked_key(parked: ParkedEvent) -> keys.Key:
    event = parked.event
    return keys.parked_event(event.tenant_id, event.provider, parked.object_id, event.event_id)


def parked_record(parked: ParkedEvent, now: datetime) -> ParkedRecord:
    event = parked.event
    return ParkedRecord(
        *parked_key(parked),
        object_id=parked.object_id,
        tenant_id=event.tenant_id,
        provider=event.provider,
        event_id=event.event_id,
        received_at=moment(event.received_at),
        body=event.body,
        headers=event.headers,
        replayed=event.replayed or None,
        swept=moment(event.swept) if event.swept else None,
        expires_at=_epoch(now + PARKED_FOR),
    )


def parked_of(record: ParkedRecord) -> ParkedEvent:
    event = InboundEvent(
        tenant_id=required(record, "tenant_id"),
        provider=required(record, "provider"),
        event_id=required(record, "event_id"),
        received_at=_moment_of(record, "received_at"),
        body=required(record, "body"),
        headers=record.headers or {},
        replayed=bool(record.replayed),
        swept=_moment_of(record, "swept") if record.swept else None,
    )
    return ParkedEvent(object_id=required(record, "object_id"), event=event)


def _moment_of(record: ParkedRecord, name: str) -> datetime:
    try:
        return datetime.fromisoformat(required(record, name))
    except ValueError:
        raise CorruptRecord("/".join(record.key), name) from None


def _epoch(moment_in_time: datetime) -> int:
    return int(moment_in_time.timestamp())
