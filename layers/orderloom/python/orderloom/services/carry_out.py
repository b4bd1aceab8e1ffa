"""Which service a reaction of the workflow queue is for."""

from dataclasses import dataclass

from orderloom.domain.reactions import (
    AskProvider,
    DrainOrders,
    GrowOrderList,
    GrowStock,
    SendCapture,
    SendRefund,
    WorkflowReaction,
)
from orderloom.services.drain_orders import GoOnDraining
from orderloom.services.drive_saga import DriveSaga
from orderloom.services.grow_shards import GrowShards
from orderloom.services.wait_for_provider import WaitForProvider


@dataclass(frozen=True, kw_only=True)
class CarryOut:
    """Of any tenant; raises what the service raises."""

    drive: DriveSaga
    move: WaitForProvider
    grow: GrowShards
    drain: GoOnDraining

    def __call__(self, reaction: WorkflowReaction) -> int | None:
        """For how many seconds a provider's absence put it back; None: it is done."""
        match reaction:
            case GrowOrderList() | GrowStock():
                self.grow(reaction)
            case SendRefund() | SendCapture() | AskProvider():
                return self.move(reaction)
            case DrainOrders():
                self.drain(reaction)
            case _:
                self.drive(reaction)
        return None
