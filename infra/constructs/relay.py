"""The relay's feed: committed changes from the table's stream, in order per item."""

from collections.abc import Mapping
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.table import Table
from infra.constructs.work_queue import DeadLetterQueue
from infra.stages import StageSettings

# Sort keys whose insertion is news: an order placed, each event of an order, and that
# writers gave up on something that needs more shards, and each step of a drain.
_NEWS: Final = ("PLACED", "EVENT#", "CONTENDED", "STEP#")


class Relay(Construct):
    """Exposes ``dead_letters``: records given up on (positions, not contents)."""

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
            filters=[_inserted(prefix) for prefix in _NEWS],
            batch_size=100,
            bisect_batch_on_error=True,
            retry_attempts=1000,
            max_record_age=stage.relay_max_age,
            max_batching_window=Duration.seconds(0),
            on_failure=sources.SqsDlq(self.dead_letters),
        )


def _inserted(prefix: str) -> Mapping[str, str]:
    return lambda_.FilterCriteria.filter(
        {
            "eventName": lambda_.FilterRule.is_equal("INSERT"),
            "dynamodb": {"Keys": {"SK": {"S": lambda_.FilterRule.begins_with(prefix)}}},
        }
    )
