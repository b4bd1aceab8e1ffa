"""The queues that carry reactions to committed events."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from orderloom.domain.reactions import Reaction


class ReactionQueue(ABC):
    """Saga reactions go to the workflow queue, wake-ups to the inbound queue."""

    @abstractmethod
    def send(self, reactions: Sequence[Reaction]) -> None:
        """Returns once all are stored durably. Raises TransientError otherwise."""
