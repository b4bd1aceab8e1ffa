"""ShipStation's status codes in the canonical states of all carriers."""

from orderloom.adapters import event_fields as read
from orderloom.domain.states import FulfilmentState

# NY says what the label's purchase said already; UN says nothing.
STATES = {
    "AC": FulfilmentState.SHIPPED,
    "IT": FulfilmentState.SHIPPED,
    "SP": FulfilmentState.READY_FOR_PICKUP,
    "AT": FulfilmentState.EXCEPTION,
    "EX": FulfilmentState.EXCEPTION,
    "DE": FulfilmentState.DELIVERED,
}
# The coarse codes have none for these; the detail code, where a carrier gives one, does.
DETAIL_STATES = {
    "OUT_FOR_DELIVERY": FulfilmentState.OUT_FOR_DELIVERY,
    "RETURN_TO_SENDER": FulfilmentState.RETURNING,
    "REFUSED_BY_CUSTOMER": FulfilmentState.RETURNING,
    "UNDELIVERABLE_RETURNED_TO_SENDER": FulfilmentState.RETURNED,
}


def state_of(data: read.Fields) -> FulfilmentState | None:
    """Of a tracking document or one of its scans. Raises MalformedEvent: no status."""
    detail = read.optional_text(data, "status_detail_code") or ""
    return DETAIL_STATES.get(detail) or STATES.get(read.text(data, "status_code"))
