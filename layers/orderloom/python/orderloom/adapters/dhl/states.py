"""DHL Express checkpoints in the canonical states of all carriers.

Source: DHL's list of tracking event codes. What is not here (a customs notice, a payment) says
nothing of the parcel's way.
"""

from orderloom.domain.states import FulfilmentState

_SHIPPED = FulfilmentState.SHIPPED
_EXCEPTION = FulfilmentState.EXCEPTION
_DELIVERED = FulfilmentState.DELIVERED

EVENTS = {
    "PU": _SHIPPED,  # picked up
    "SA": _SHIPPED,  # accepted
    "AF": _SHIPPED,  # arrived at a facility
    "AR": _SHIPPED,  # arrived at the delivery facility
    "DF": _SHIPPED,  # departed
    "PL": _SHIPPED,  # processed
    "TR": _SHIPPED,  # in transit
    "IC": _SHIPPED,  # in clearance
    "CR": _SHIPPED,  # cleared
    "CI": _SHIPPED,  # checked in
    "FD": _SHIPPED,  # forwarded
    "TP": _SHIPPED,  # handed to a partner
    "SM": _SHIPPED,  # moves as scheduled
    "WC": FulfilmentState.OUT_FOR_DELIVERY,
    "CC": FulfilmentState.READY_FOR_PICKUP,
    "OK": _DELIVERED,
    "DD": _DELIVERED,  # damaged
    "BA": _EXCEPTION,  # bad address
    "CA": _EXCEPTION,  # closed
    "CD": _EXCEPTION,  # clearance delay, by the importer
    "UD": _EXCEPTION,  # clearance delay
    "CM": _EXCEPTION,  # moved
    "DM": _EXCEPTION,
    "DS": _EXCEPTION,  # destroyed
    "HP": _EXCEPTION,  # held for payment
    "MC": _EXCEPTION,
    "MD": _EXCEPTION,
    "MS": _EXCEPTION,
    "NA": _EXCEPTION,
    "ND": _EXCEPTION,
    "NH": _EXCEPTION,  # nobody at home
    "OH": _EXCEPTION,  # on hold
    "PD": _EXCEPTION,  # delivered in part
    "SS": _EXCEPTION,  # stopped
    "RD": FulfilmentState.RETURNING,  # refused
    "RT": FulfilmentState.RETURNING,
}


def state_of(code: str) -> FulfilmentState | None:
    return EVENTS.get(code)
