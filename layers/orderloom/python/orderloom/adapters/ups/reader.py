"""What UPS's tracking alerts state, in the canonical states of all carriers."""

from datetime import UTC, datetime

from orderloom.adapters import event_fields as read
from orderloom.adapters.ups.states import state_of
from orderloom.adapters.ups.verifier import CLIENT_ID
from orderloom.domain.facts import EventSource, TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import MalformedEvent
from orderloom.ports.event_reader import EventReader

_LONGEST_DESCRIPTION = 300


class UpsReader(EventReader):
    """Alerts of v2 are proven by their token, those of v1 by nothing."""

    def read(self, event: InboundEvent) -> TrackingFact:
        payload = read.parsed(event)
        status = read.child(payload, "activityStatus")
        kind = read.text(status, "type")
        source = EventSource(
            provider=event.provider,
            event_id=event.event_id,
            event_type=f"alert.{kind}",
            occurred_at=_moment(payload) or event.received_at,
            replayed=event.replayed,
        )
        number = (read.optional_text(payload, "trackingNumber") or "").strip()
        return TrackingFact(
            source=source,
            tracking_number=read.object_id({"trackingNumber": number}, "trackingNumber"),
            state=state_of(kind, read.optional_text(status, "code") or "", _status_code(status)),
            description=(read.optional_text(status, "description") or "")[:_LONGEST_DESCRIPTION],
            proven=CLIENT_ID in event.headers,
        )


def _moment(payload: read.Fields) -> datetime | None:
    """In UTC; None where only a local time is given, as its zone is not."""
    date = read.optional_text(payload, "gmtActivityDate")
    time = read.optional_text(payload, "gmtActivityTime")
    if not (date and time):
        return None
    try:
        return datetime.strptime(date + time, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as exc:
        raise MalformedEvent("gmtActivityDate and gmtActivityTime are no moment") from exc


def _status_code(status: read.Fields) -> str:
    """v1 writes `021`, v2 `17`."""
    code = status.get("descriptionCode")
    return str(code).zfill(3) if isinstance(code, str | int) else ""
