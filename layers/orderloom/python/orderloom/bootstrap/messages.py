"""Ports to queues and the engine of the saga."""

from functools import cached_property
from typing import TYPE_CHECKING

from orderloom.bootstrap.foundation import Foundation
from orderloom.ports.reaction_queue import ReactionQueue
from orderloom.ports.saga import SagaEngine
from orderloom.ports.stock_check_queue import StockCheckQueue
from orderloom.ports.sweep_queue import SweepQueue

if TYPE_CHECKING:
    from orderloom.adapters.sqs_batch import Feed


class MessageAdapters(Foundation):
    """Whatever leaves a function to be read by another."""

    @cached_property
    def saga(self) -> SagaEngine:
        from orderloom.adapters.step_functions import StepFunctionsSaga

        return StepFunctionsSaga(self._settings.state_machine_arn)

    @cached_property
    def reactions(self) -> ReactionQueue:
        from orderloom.adapters.sqs_reactions import SqsReactionQueue

        return SqsReactionQueue(
            workflow_queue_url=self._settings["workflow_queue_url"],
            # Who only puts back what it got has no inbound queue.
            inbound_queue_url=self._settings.inbound_queue_url or "",
        )

    @cached_property
    def feed(self) -> "Feed":
        from orderloom.adapters.sqs_batch import Feed

        return Feed(self._settings["feed_queue_url"])

    @cached_property
    def stock_checks(self) -> StockCheckQueue:
        from orderloom.adapters.sqs_stock_checks import SqsStockChecks

        return SqsStockChecks(self._settings["stock_checks_queue_url"])

    @cached_property
    def sweeps(self) -> SweepQueue:
        from orderloom.adapters.sqs_sweeps import SqsSweeps

        return SqsSweeps(self._settings["sweep_queue_url"])
