"""The queue of verified webhooks. Imported on the acknowledgement path: keep it light."""

from abc import ABC, abstractmethod

from orderloom.domain.inbound import InboundEvent


class InboundQueue(ABC):
    """One message per event, grouped by tenant so that no tenant delays the others."""

    @abstractmethod
    def send(self, event: InboundEvent) -> None:
        """Returns once stored durably. Raises TransientError if the queue cannot take it."""
