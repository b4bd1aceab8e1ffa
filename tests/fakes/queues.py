"""Both queues in memory."""

from collections.abc import Sequence

from orderloom.domain.inbound import InboundEvent
from orderloom.domain.reactions import Reaction, WorkflowReaction
from orderloom.ports.inbound_queue import InboundQueue
from orderloom.ports.reaction_queue import ReactionQueue

from tests.fakes.faults import Faults


class FakeInboundQueue(InboundQueue):
    def __init__(self) -> None:
        self.faults = Faults()
        self.sent: list[InboundEvent] = []

    def send(self, event: InboundEvent) -> None:
        with self.faults.around("send"):
            self.sent.append(event)


class FakeReactionQueue(ReactionQueue):
    def __init__(self) -> None:
        self.faults = Faults()
        self.sent: list[Reaction] = []
        self.delayed: list[tuple[WorkflowReaction, int]] = []

    def send(self, reactions: Sequence[Reaction]) -> None:
        with self.faults.around("send"):
            self.sent.extend(reactions)

    def send_later(self, reaction: WorkflowReaction, delay_seconds: int) -> None:
        with self.faults.around("send_later"):
            self.delayed.append((reaction, delay_seconds))
