"""What a function is fed with from one table's stream, and where it goes if it cannot take it."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.table import Table
from infra.constructs.work_queue import DeadLetterQueue
from infra.stages import StageSettings


class StreamFeed(Construct):
    """Exposes ``dead_letters``: records given up on (positions, not contents).

    Each kind of feed says which records it takes. ``batches_at_once`` is how many batches of one
    shard run at the same time; one, and so in order, unless it says otherwise.
    """

    batch_size: ClassVar[int]
    batches_at_once: ClassVar[int | None] = None

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        table: Table,
        function: lambda_.Function,
    ) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = DeadLetterQueue(self, "DeadLetters", stage=stage).queue
        acknowledge(
            self.dead_letters,
            rule="SQS3",
            reason="This is a dead-letter queue: the stream feed's on-failure destination.",
        )
        table.grant_stream(function)
        lambda_.EventSourceMapping(
            self,
            "Feed",
            target=function,
            event_source_arn=table.stream_arn,
            # From the oldest record: nothing committed before the mapping was
            # ready is left out.
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            filters=self._filters(),
            batch_size=self.batch_size,
            parallelization_factor=self.batches_at_once,
            bisect_batch_on_error=True,
            retry_attempts=1000,
            max_record_age=stage.relay_max_age,
            max_batching_window=Duration.seconds(0),
            on_failure=sources.SqsDlq(self.dead_letters),
        )

    def _filters(self) -> Sequence[Mapping[str, str]]:
        raise NotImplementedError
