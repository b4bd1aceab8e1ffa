"""FedEx's scan codes in the canonical states of all carriers.

Source: "Track Service Scan Codes" of the tracking document; a scan has an event type (`DP`, left
the hub) and the status derived from it (`IT`, in transit).
"""

from orderloom.domain.states import FulfilmentState

_SHIPPED = FulfilmentState.SHIPPED
_EXCEPTION = FulfilmentState.EXCEPTION
_PICKUP = FulfilmentState.READY_FOR_PICKUP

# Looked at first: these say more than the status derived from them.
EVENTS = {
    "HL": _PICKUP,  # held at location
    "HP": _PICKUP,  # ready for recipient pick-up
    "OD": FulfilmentState.OUT_FOR_DELIVERY,
    "DE": _EXCEPTION,  # delivery exception
    "SE": _EXCEPTION,  # shipment exception
    "CD": _EXCEPTION,  # clearance delay
    "DY": _EXCEPTION,  # delay
    "DL": FulfilmentState.DELIVERED,
    "RS": FulfilmentState.RETURNING,  # return to shipper
    "RD": FulfilmentState.RETURNED,  # return label's parcel delivered
}
# What is in neither (`OC`, `IN`: label created; `CA`: cancelled) says nothing of the way.
DERIVED = {
    **EVENTS,
    "PU": _SHIPPED,
    "PX": _SHIPPED,
    "IT": _SHIPPED,
    "IX": _SHIPPED,
    "AR": _SHIPPED,
    "AF": _SHIPPED,
    "AA": _SHIPPED,
    "AD": _SHIPPED,
    "AC": _SHIPPED,
    "DP": _SHIPPED,
    "DR": _SHIPPED,
    "ED": _SHIPPED,
    "EO": _SHIPPED,
    "EP": _SHIPPED,
    "FD": _SHIPPED,
    "LO": _SHIPPED,
    "OF": _SHIPPED,
    "PF": _SHIPPED,
    "PL": _SHIPPED,
    "SF": _SHIPPED,
    "SP": _SHIPPED,
    "TR": _SHIPPED,
    "CC": _SHIPPED,
    "CP": _SHIPPED,
}


def state_of(event_type: str, derived: str) -> FulfilmentState | None:
    return EVENTS.get(event_type) or DERIVED.get(derived) or DERIVED.get(event_type)
