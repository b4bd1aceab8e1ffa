"""What Shiprocket's tracking webhooks state, in the canonical states of all carriers."""

from orderloom.adapters import event_fields as read
from orderloom.adapters.shiprocket.http import number
from orderloom.adapters.shiprocket.moments import utc
from orderloom.adapters.shiprocket.states import STATES
from orderloom.domain.facts import EventSource, TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import MalformedEvent
from orderloom.ports.event_reader import EventReader

_LONGEST_DESCRIPTION = 300


class ShiprocketReader(EventReader):
    """Never proven: anybody who saw the key once can send one."""

    def read(self, event: InboundEvent) -> TrackingFact | None:
        payload = read.parsed(event)
        if number(payload.get("is_return")):
            return None  # another parcel, on a label that was not bought here
        status = number(payload.get("shipment_status_id"))
        if not status:
            raise MalformedEvent("shipment_status_id is missing")
        told = read.text(payload, "current_timestamp")
        try:
            occurred_at = utc(told)
        except ValueError as exc:
            raise MalformedEvent("current_timestamp is not a moment") from exc
        source = EventSource(
            provider=event.provider,
            event_id=event.event_id,
            event_type=f"status.{status}",
            occurred_at=occurred_at,
            replayed=event.replayed,
        )
        awb = str(payload.get("awb") or "")
        return TrackingFact(
            source=source,
            tracking_number=read.object_id({"awb": awb}, "awb"),
            state=STATES.get(status),
            description=(read.optional_text(payload, "shipment_status") or "")[
                :_LONGEST_DESCRIPTION
            ],
            proven=False,
        )
