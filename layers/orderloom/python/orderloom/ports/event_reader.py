"""Understanding a provider's webhook, behind the queue."""

from abc import ABC, abstractmethod

from orderloom.domain.facts import AnyFact
from orderloom.domain.inbound import InboundEvent


class EventReader(ABC):
    """Turns a provider's event into a fact."""

    @abstractmethod
    def read(self, event: InboundEvent) -> AnyFact | None:
        """None: a type this system does not act on.

        Raises:
            MalformedEvent: a type it acts on, without the fields that type promises.
        """
