"""UPS's activity types and codes in the canonical states of all carriers."""

from orderloom.domain.states import FulfilmentState

# The type is coarse and closed; a code that says more stands beside it.
TYPES = {
    "D": FulfilmentState.DELIVERED,
    "I": FulfilmentState.SHIPPED,
    "X": FulfilmentState.EXCEPTION,
}
CODES = {
    "OT": FulfilmentState.OUT_FOR_DELIVERY,
    "OF": FulfilmentState.OUT_FOR_DELIVERY,
    "ZP": FulfilmentState.READY_FOR_PICKUP,
    "RS": FulfilmentState.RETURNING,
    "RP": FulfilmentState.RETURNING,
}


def state_of(kind: str, code: str) -> FulfilmentState | None:
    """None: manifest, void, or a new date, which say nothing of the parcel's way."""
    return (CODES.get(code) or TYPES[kind]) if kind in TYPES else None
