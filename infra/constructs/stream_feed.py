"""What a function is fed with from one table's stream, and where it goes if it cannot take it."""

from collections.abc import Mapping, Sequence

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

    ``filters`` choose the records, ``batches_at_once`` is how many of one shard run at the same
    time (one, unless given: in order per shard).
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        table: Table,
        function: lambda_.Function,
        filters: Sequence[Mapping[str, str]],
        batch_size: int,
        batches_at_once: int | None = None,
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
            filters=filters,
            batch_size=batch_size,
            parallelization_factor=batches_at_once,
            bisect_batch_on_error=True,
            retry_attempts=1000,
            max_record_age=stage.relay_max_age,
            max_batching_window=Duration.seconds(0),
            on_failure=sources.SqsDlq(self.dead_letters),
        )
