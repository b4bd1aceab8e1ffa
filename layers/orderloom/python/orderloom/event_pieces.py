"""What takes a message of the inbound queue: an order's news, a connection's, or nobody's."""

from orderloom import event_telemetry
from orderloom.bootstrap import Container
from orderloom.domain.identifiers import PLATFORM
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.reactions import WakeParked
from orderloom.errors import NotFound
from orderloom.services.apply_event import ApplyEvent, Outcome
from orderloom.services.confirm_tracking import ConfirmTracking
from orderloom.services.ingest_webhook import ACCOUNT
from orderloom.services.note_connection import NoteConnection
from orderloom.services.note_unowned import NoteUnowned
from orderloom.services.restore_order import RestoreOrder


class EventPieces:
    """Made once a batch."""

    def __init__(self, parts: Container) -> None:
        self._parts = parts
        self._apply = ApplyEvent(
            orders_for=parts.orders,
            reader_for=parts.reader_for,
            restore=RestoreOrder(
                departures_for=parts.departures,
                archive_for=parts.archive,
                tenants=parts.tenants,
                clock=parts.clock,
            ),
            clock=parts.clock,
            # Carriers' adapters are loaded when the first scan needs to be confirmed.
            confirm=ConfirmTracking(parts.carriers),
            note_connection=self._note_connection,
        )

    def __call__(self, message: InboundEvent | WakeParked) -> list[Outcome]:
        """Raises MalformedEvent, TransientError: the message stays in the queue."""
        if isinstance(message, WakeParked):
            return self._apply.wake(message)
        if self._is_nobodys(message):
            return [NoteUnowned(self._parts.unowned)(message)]
        return [self._apply(message)]

    def _is_nobodys(self, event: InboundEvent) -> bool:
        """Its account is not routed, or to a tenant that was erased since."""
        if event.tenant_id == PLATFORM or ACCOUNT not in event.headers:
            return event.tenant_id == PLATFORM
        try:
            self._parts.tenants.tenant(event.tenant_id)
        except NotFound:
            return True
        return False

    @property
    def _note_connection(self) -> NoteConnection:
        parts = self._parts
        return NoteConnection(
            tenants=parts.tenants,
            sweeps=parts.sweeps,
            clock=parts.clock,
            alert=event_telemetry.account_is_no_use,
        )
