"""Shiprocket's shipment statuses in the canonical states of all carriers.

What is not here (label printed, pickup booked) says no more than the label's purchase did.
"""

from orderloom.domain.states import FulfilmentState

_SHIPPED = FulfilmentState.SHIPPED
_EXCEPTION = FulfilmentState.EXCEPTION
_RETURNING = FulfilmentState.RETURNING

STATES = {
    6: _SHIPPED,
    7: FulfilmentState.DELIVERED,
    9: _RETURNING,
    10: FulfilmentState.RETURNED,
    12: _EXCEPTION,  # lost
    14: FulfilmentState.RETURNED,
    17: FulfilmentState.OUT_FOR_DELIVERY,
    18: _SHIPPED,
    21: _EXCEPTION,  # undelivered
    22: _SHIPPED,  # delayed
    24: _EXCEPTION,  # destroyed
    25: _EXCEPTION,  # damaged
    38: _SHIPPED,
    39: _EXCEPTION,  # misrouted
    40: _RETURNING,
    41: _RETURNING,
    42: _SHIPPED,  # picked up
    44: _EXCEPTION,  # disposed of
    46: _RETURNING,
    48: _SHIPPED,
    51: _SHIPPED,
    76: _EXCEPTION,  # untraceable
    77: _EXCEPTION,  # something about the recipient
    78: _RETURNING,
}

CANCELLED = frozenset({8, 16, 45})
"""Cancelled, to be cancelled, cancelled before dispatch."""
