"""What ShipStation's tracking events state, in the canonical states of all carriers."""

from orderloom.adapters import event_fields as read
from orderloom.adapters.shipstation.scans import newest_scan
from orderloom.domain.facts import EventSource, TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.order import FulfilmentState
from orderloom.ports.event_reader import EventReader

_TRACKING = "TRACK_EVENT_V2"
_LONGEST_DESCRIPTION = 300

# NY says what the label's purchase said already; UN says nothing.
_STATES = {
    "AC": FulfilmentState.SHIPPED,
    "IT": FulfilmentState.SHIPPED,
    "SP": FulfilmentState.READY_FOR_PICKUP,
    "AT": FulfilmentState.EXCEPTION,
    "EX": FulfilmentState.EXCEPTION,
    "DE": FulfilmentState.DELIVERED,
}
# The coarse codes have none for these; the detail code, where a carrier gives one, does.
_DETAIL_STATES = {
    "OUT_FOR_DELIVERY": FulfilmentState.OUT_FOR_DELIVERY,
    "RETURN_TO_SENDER": FulfilmentState.RETURNING,
    "REFUSED_BY_CUSTOMER": FulfilmentState.RETURNING,
    "UNDELIVERABLE_RETURNED_TO_SENDER": FulfilmentState.RETURNED,
}


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
            state=_state(data),
            description=_description(data),
        )


def _state(data: read.Fields) -> FulfilmentState | None:
    detail = read.optional_text(data, "status_detail_code") or ""
    return _DETAIL_STATES.get(detail) or _STATES.get(read.text(data, "status_code"))


def _description(data: read.Fields) -> str:
    for name in ("carrier_status_description", "status_description", "status_code"):
        found = read.optional_text(data, name)
        if found:
            return found[:_LONGEST_DESCRIPTION]
    return ""
