"""FedEx's scan codes in the canonical states of all carriers.

What is not here (`OC`, label created) says no more than the label's purchase did.
"""

from orderloom.domain.states import FulfilmentState

_SHIPPED = FulfilmentState.SHIPPED
_EXCEPTION = FulfilmentState.EXCEPTION

STATES = {
    "PU": _SHIPPED,
    "PX": _SHIPPED,
    "IT": _SHIPPED,
    "AR": _SHIPPED,
    "AF": _SHIPPED,
    "DP": _SHIPPED,
    "LO": _SHIPPED,
    "SF": _SHIPPED,
    "FD": _SHIPPED,
    "CC": _SHIPPED,
    "OD": FulfilmentState.OUT_FOR_DELIVERY,
    "HL": FulfilmentState.READY_FOR_PICKUP,
    "HP": FulfilmentState.READY_FOR_PICKUP,
    "DE": _EXCEPTION,
    "SE": _EXCEPTION,
    "CD": _EXCEPTION,
    "DY": _EXCEPTION,
    "DL": FulfilmentState.DELIVERED,
    "RS": FulfilmentState.RETURNING,
}
