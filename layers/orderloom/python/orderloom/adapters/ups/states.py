"""UPS's activity types and codes in the canonical states of all carriers.

Source: the tracking document's `status` (type, code and three-digit status code) and UPS's list
of tracking status codes.
"""

from orderloom.domain.states import FulfilmentState

_SHIPPED = FulfilmentState.SHIPPED
_EXCEPTION = FulfilmentState.EXCEPTION
_PICKUP = FulfilmentState.READY_FOR_PICKUP
_OUT = FulfilmentState.OUT_FOR_DELIVERY

# Not here: M (manifest), MV (voided), NA, U: they say nothing of the way.
TYPES = {
    "D": FulfilmentState.DELIVERED,
    "DO": _SHIPPED,  # delivered to the freight station of the origin
    "DD": _SHIPPED,  # and of the destination
    "I": _SHIPPED,
    "P": _SHIPPED,  # picked up
    "W": _SHIPPED,  # in a warehouse
    "O": _OUT,
    "X": _EXCEPTION,
    "RS": FulfilmentState.RETURNING,
}
# Say more than the coarse type beside them, but never that a delivery did not happen.
CODES = {
    "OT": _OUT,
    "OF": _OUT,
    "ZP": _PICKUP,
    "RS": FulfilmentState.RETURNING,
    "RP": FulfilmentState.RETURNING,
}
STATUS_CODES = {
    "021": _OUT,
    "038": _EXCEPTION,  # attempted
    "039": _EXCEPTION,
    "040": _PICKUP,  # at an access point
}
VOIDED = "MV"


def state_of(kind: str, code: str, status_code: str) -> FulfilmentState | None:
    known = TYPES.get(kind)
    if known in (None, FulfilmentState.DELIVERED):
        return known
    return CODES.get(code) or STATUS_CODES.get(status_code) or known
