"""USPS scan events and status categories in the canonical states of all carriers.

Source: Publication 199, appendix G-4, domestic tracking scan events.
"""

from orderloom.domain.states import FulfilmentState

_SHIPPED = FulfilmentState.SHIPPED
_EXCEPTION = FulfilmentState.EXCEPTION
_PICKUP = FulfilmentState.READY_FOR_PICKUP

EVENTS = {
    "01": FulfilmentState.DELIVERED,
    "02": _EXCEPTION,  # attempted, notice left
    "03": _SHIPPED,  # accepted
    "04": FulfilmentState.RETURNING,  # refused
    "05": _EXCEPTION,  # undeliverable as addressed
    "06": _SHIPPED,  # forwarded
    "07": _SHIPPED,  # at the post office
    "08": _SHIPPED,  # missent
    "09": FulfilmentState.RETURNING,
    "10": _SHIPPED,  # processed
    "14": _PICKUP,
    "16": _PICKUP,
    "21": _EXCEPTION,  # no such number
    "22": _EXCEPTION,  # insufficient address
    "23": _EXCEPTION,  # moved
    "26": _EXCEPTION,  # vacant
    "A1": _SHIPPED,
    "OF": FulfilmentState.OUT_FOR_DELIVERY,
    "TL": _SHIPPED,
}
# Of the whole parcel, so of its newest scan; what is not here says no more than the scan.
CATEGORIES = {
    "accepted": _SHIPPED,
    "in transit": _SHIPPED,
    "out for delivery": FulfilmentState.OUT_FOR_DELIVERY,
    "available for pickup": _PICKUP,
    "delivery attempt": _EXCEPTION,
    "alert": _EXCEPTION,
    "delivered": FulfilmentState.DELIVERED,
    "delivered to agent": FulfilmentState.DELIVERED,
    "returning to sender": FulfilmentState.RETURNING,
    "returned to sender": FulfilmentState.RETURNED,
}


def state_of_event(code: str) -> FulfilmentState | None:
    return EVENTS.get(code.upper())


def state_of_parcel(category: str) -> FulfilmentState | None:
    """`delivery attempt: action needed` counts as what stands before its colon."""
    return CATEGORIES.get(category.partition(":")[0].strip().lower())
