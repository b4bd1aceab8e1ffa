"""What Razorpay's events say of the account itself: downtimes of methods, and settlements."""

from datetime import timedelta

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.domain.connection_health import HealthNote, HealthState
from orderloom.domain.facts import ConnectionFact, EventSource

_RESOLVED = "payment.downtime.resolved"
_DOWNTIMES = frozenset({"payment.downtime.started", "payment.downtime.updated", _RESOLVED})
_SETTLED = "settlement.processed"
ACCOUNT_EVENTS = _DOWNTIMES | {_SETTLED}

_BELIEVED_FOR = timedelta(days=1)
"""A downtime whose end nobody tells of is over by then; longer ones are told of again."""


def account_fact(payload: Fields, source: EventSource) -> ConnectionFact:
    """Raises MalformedEvent. A downtime drives no order: it is why shoppers cannot pay."""
    if source.event_type == _SETTLED:
        return ConnectionFact(source=source, pays_out=True)
    downtime = read.child(read.child(payload, "payment.downtime"), "entity")
    over = source.event_type == _RESOLVED or read.optional_text(downtime, "status") == "resolved"
    until = source.occurred_at + _BELIEVED_FOR
    if not over and downtime.get("end") is not None:
        until = read.epoch_seconds(downtime, "end")
    note = HealthNote(
        subject=f"downtime {read.object_id(downtime, 'id')}",
        state=HealthState.WELL if over else HealthState.IMPAIRED,
        detail=_described(downtime),
        # An update and what it updates may be of one second: the resolution counts.
        told_at=source.occurred_at,
        event_id=f"{over:d}:{source.event_id}",
        until=until,
    )
    return ConnectionFact(source=source, note=note)


def _described(downtime: Fields) -> str:
    """As `netbanking SBIN, severity high`."""
    instrument = read.child(downtime, "instrument")
    named = [value for value in instrument.values() if isinstance(value, str)]
    what = " ".join([read.optional_text(downtime, "method") or "payments", *named])
    severity = read.optional_text(downtime, "severity")
    return f"{what}, severity {severity}" if severity else what
