"""What FedEx's tracking events state, in the canonical states of all carriers.

The shape of a push is not public; it is said to follow the tracking API, so both that envelope
and a bare result are read, and whatever else comes is malformed, for an operator to see.
"""

from orderloom.adapters import event_fields as read
from orderloom.adapters.fedex.states import state_of
from orderloom.domain.facts import EventSource, TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import MalformedEvent
from orderloom.ports.event_reader import EventReader

_LONGEST_DESCRIPTION = 300


class FedexReader(EventReader):
    """One parcel's result; its newest scan says when."""

    def read(self, event: InboundEvent) -> TrackingFact:
        payload = read.parsed(event)
        result = _result(payload)
        status = read.child(result, "latestStatusDetail") or payload
        scan = _newest_scan(result)
        derived = _code(status, "derivedCode", "code", "eventType")
        code = _code(status, "code", "eventType", "derivedCode")
        source = EventSource(
            provider=event.provider,
            event_id=event.event_id,
            event_type=f"track.{code}",
            occurred_at=read.iso_moment(scan, "date") or event.received_at,
            replayed=event.replayed,
        )
        described = read.optional_text(status, "description") or code
        return TrackingFact(
            source=source,
            tracking_number=_number(result),
            state=state_of(code, derived),
            description=described[:_LONGEST_DESCRIPTION],
        )


def _result(payload: read.Fields) -> read.Fields:
    """Raises MalformedEvent where there is not exactly one parcel's."""
    output = read.child(payload, "output")
    if not output:
        return payload
    return _only(_only(output, "completeTrackResults"), "trackResults")


def _only(fields: read.Fields, name: str) -> read.Fields:
    found = fields.get(name)
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], dict):
        raise MalformedEvent(f"{name} is not one result")
    only: read.Fields = found[0]
    return only


def _number(result: read.Fields) -> str:
    nested = read.child(result, "trackingNumberInfo")
    return read.object_id(nested or result, "trackingNumber")


def _code(status: read.Fields, *names: str) -> str:
    for name in names:
        if found := read.optional_text(status, name):
            return found.upper()
    raise MalformedEvent("no status code")


def _newest_scan(result: read.Fields) -> read.Fields:
    events = result.get("scanEvents")
    scans = [scan for scan in events if isinstance(scan, dict)] if isinstance(events, list) else []
    dated = [scan for scan in scans if read.iso_moment(scan, "date")]
    return max(dated, key=lambda scan: str(read.iso_moment(scan, "date")), default={})
