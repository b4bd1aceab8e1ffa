"""What ShipStation's tracking events state, in the canonical states of all carriers."""

from orderloom.adapters import event_fields as read
from orderloom.adapters.shipstation.scans import newest_scan
from orderloom.adapters.shipstation.states import state_of
from orderloom.domain.facts import EventSource, TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.ports.event_reader import EventReader

_TRACKING = "TRACK_EVENT_V2"
_LONGEST_DESCRIPTION = 300


class ShipStationReader(EventReader):
    """Only tracking events are acted on; the parcel's number is what they are about."""

    def read(self, event: InboundEvent) -> TrackingFact | None:
        payload = read.parsed(event)
        event_type = read.text(payload, "resource_type")
        if event_type != _TRACKING:
            return None
        data = read.child(payload, "data")
        return TrackingFact(
            source=EventSource(
                provider=event.provider,
                event_id=event.event_id,
                event_type=event_type,
                occurred_at=read.iso_moment(newest_scan(data), "occurred_at")
                or read.iso_moment(data, "actual_delivery_date")
                or event.received_at,
                replayed=event.replayed,
                swept=event.swept is not None,
            ),
            tracking_number=read.object_id(data, "tracking_number"),
            state=state_of(data),
            description=_description(data),
        )


def _description(data: read.Fields) -> str:
    for name in ("carrier_status_description", "status_description", "status_code"):
        found = read.optional_text(data, name)
        if found:
            return found[:_LONGEST_DESCRIPTION]
    return ""
