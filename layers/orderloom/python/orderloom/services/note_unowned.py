"""Writing down an event of an account that is nobody's here: it was accepted, and is not lost.

Its body is the provider's to show again: once the account is connected and routed, the gap sweep
reads what the provider has on record of it.
"""

from orderloom.domain.identifiers import PLATFORM
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.unclaimed import UnclaimedEvent
from orderloom.ports.unclaimed import UnclaimedEvents
from orderloom.services.apply_event import Outcome
from orderloom.services.ingest_webhook import ACCOUNT


class NoteUnowned:
    """`unowned`: the platform's own list."""

    def __init__(self, unowned: UnclaimedEvents) -> None:
        self._unowned = unowned

    def __call__(self, event: InboundEvent) -> Outcome:
        """Safe to repeat. Raises TransientError."""
        noted = UnclaimedEvent(
            tenant_id=PLATFORM,
            provider=event.provider,
            object_id=event.headers.get(ACCOUNT, PLATFORM),
            event_id=event.event_id,
            received_at=event.received_at,
        )
        self._unowned.write(noted)
        return Outcome.UNOWNED
