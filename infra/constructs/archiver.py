"""The archiver's feed: what time to live deleted, from one table's stream."""

from collections.abc import Mapping
from typing import Any, Final

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.table import Table
from infra.constructs.work_queue import DeadLetterQueue
from infra.stages import StageSettings

_BATCH: Final = 25
"""Orders at a time: each costs some fifteen calls, and all must fit the function's time limit."""
_AT_ONCE: Final = 4
"""Batches of one shard; orders do not depend on each other."""

# Of all items that expire, only heads of orders have this sort key, and only parked
# events say when they were received.
_HEAD: Final = {"Keys": {"SK": {"S": ["ORDER"]}}}
_PARKED: Final = {"OldImage": {"received_at": {"S": [{"exists": True}]}}}


class Archiver(Construct):
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
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            filters=[_expired(_HEAD), _expired(_PARKED)],
            batch_size=_BATCH,
            parallelization_factor=_AT_ONCE,
            bisect_batch_on_error=True,
            retry_attempts=1000,
            max_record_age=stage.relay_max_age,
            max_batching_window=Duration.seconds(0),
            on_failure=sources.SqsDlq(self.dead_letters),
        )


def _expired(what: Mapping[str, Any]) -> Mapping[str, str]:
    """Deleted by DynamoDB itself, whose deletions alone are signed by the service."""
    return lambda_.FilterCriteria.filter(
        {
            "eventName": lambda_.FilterRule.is_equal("REMOVE"),
            "userIdentity": {
                "type": lambda_.FilterRule.is_equal("Service"),
                "principalId": lambda_.FilterRule.is_equal("dynamodb.amazonaws.com"),
            },
            "dynamodb": what,
        }
    )
