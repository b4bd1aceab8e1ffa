"""The composition root of the function that applies inbound events."""

from orderloom.bootstrap import Container, container
from orderloom.services.apply_event import ApplyEvent
from orderloom.services.confirm_tracking import ConfirmTracking
from orderloom.services.restore_order import RestoreOrder


def apply_event() -> ApplyEvent:
    """Carriers' adapters are loaded when the first scan needs to be confirmed, not before."""
    parts = container()
    return ApplyEvent(
        orders_for=parts.orders,
        reader_for=parts.reader_for,
        restore=_restore(parts),
        clock=parts.clock,
        confirm=ConfirmTracking(parts.carriers),
    )


def _restore(parts: Container) -> RestoreOrder:
    return RestoreOrder(
        departures_for=parts.departures,
        archive_for=parts.archive,
        tenants=parts.tenants,
        clock=parts.clock,
    )
