"""One tenant's unclaimed webhooks in memory."""

from collections.abc import Sequence

from orderloom.domain.unclaimed import UnclaimedEvent
from orderloom.errors import CorruptRecord
from orderloom.ports.unclaimed import UnclaimedEvents

from tests.fakes.faults import Faults


class FakeUnclaimed(UnclaimedEvents):
    def __init__(self, tenant_id: str = "acme") -> None:
        self.tenant_id = tenant_id
        self.faults = Faults()
        self._kept: dict[tuple[str, str, str], UnclaimedEvent] = {}

    def write(self, event: UnclaimedEvent) -> None:
        if event.tenant_id != self.tenant_id:
            raise CorruptRecord(event.event_id, "tenant_id")
        with self.faults.around("write"):
            place = (event.received_at.isoformat(), event.provider, event.event_id)
            self._kept[place] = event

    def newest(self, limit: int) -> Sequence[UnclaimedEvent]:
        return [self._kept[place] for place in sorted(self._kept, reverse=True)[:limit]]
