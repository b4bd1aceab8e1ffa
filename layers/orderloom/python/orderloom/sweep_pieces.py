"""One piece of one book of one connection, as the schedule has it done."""

from dataclasses import dataclass

from orderloom.domain.sweep_messages import SweepConnection
from orderloom.domain.sweeps import Book
from orderloom.sweep_bootstrap import SweepContainer
from orderloom.sweep_telemetry import SweepTelemetry


@dataclass(frozen=True)
class SweepPieces:
    """Each method returns the message that goes on with the rest; None: all is done."""

    parts: SweepContainer
    telemetry: SweepTelemetry

    def __call__(self, message: SweepConnection) -> SweepConnection | None:
        """Raises VersionConflict, NotFound, ProviderUnavailable, ProviderRefused."""
        connection = self.parts.tenants.connection(message.tenant_id, message.provider)
        if connection.health.deauthorised:
            return None  # nobody may read its record; what was missed is read once it is back
        match message.book:
            case Book.EVENTS:
                return self._events(message)
            case Book.PAYMENTS:
                return self._payments(message)
            case Book.PAYOUTS:
                return self._payouts(message)
            case Book.PARCELS:
                return self._parcels(message)

    def _events(self, message: SweepConnection) -> SweepConnection | None:
        sweep = self.parts.sweep_connection(message.tenant_id, message.provider)
        report = sweep(message.provider)
        self.telemetry.swept(message, report)
        return message if report.next_window is not None else None

    def _payments(self, message: SweepConnection) -> SweepConnection | None:
        poll = self.parts.poll_payments(message.tenant_id)
        report = poll(message.provider, after=message.after)
        self.telemetry.polled(message, report)
        if report.after is None:
            return None
        return message.model_copy(update={"after": report.after})

    def _payouts(self, message: SweepConnection) -> SweepConnection | None:
        match_payouts = self.parts.match_payouts(message.tenant_id, message.provider)
        matches, more = match_payouts(message.provider)
        self.telemetry.matched(message, matches)
        return message if more else None

    def _parcels(self, message: SweepConnection) -> SweepConnection | None:
        look = self.parts.look_after_parcels(message.tenant_id, message.provider)
        report = look(message.provider)
        self.telemetry.looked_after(message, report)
        return message if report.more else None
