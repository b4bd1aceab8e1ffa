"""USPS sends no webhooks: where parcels are is asked."""

from orderloom.domain.inbound import InboundEvent
from orderloom.ports.event_reader import EventReader


class UspsReader(EventReader):
    def read(self, event: InboundEvent) -> None:
        """Nothing to act on."""
