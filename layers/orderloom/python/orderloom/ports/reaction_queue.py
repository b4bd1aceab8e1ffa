"""The queues that carry reactions to committed events."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from orderloom.domain.reactions import Reaction, WorkflowReaction


class ReactionQueue(ABC):
    """Wake-ups go to the inbound queue, all others to the workflow queue."""

    @abstractmethod
    def send(self, reactions: Sequence[Reaction]) -> None:
        """Returns once all are stored durably. Raises TransientError otherwise."""

    @abstractmethod
    def send_later(self, reaction: WorkflowReaction, delay_seconds: int) -> None:
        """As `send`, but that nobody gets it before: MOST_DELAY_SECONDS at the most."""
