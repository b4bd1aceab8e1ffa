"""The archiver's feed: what time to live deleted, from one table's stream."""

from collections.abc import Mapping
from typing import Any, Final

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.stream_feed import StreamFeed
from infra.constructs.table import Table
from infra.stages import StageSettings

_BATCH: Final = 25
"""Orders at a time: each costs some fifteen calls, and all must fit the function's time limit."""
_AT_ONCE: Final = 4
"""Batches of one shard; orders do not depend on each other."""

# Of all items that expire, only heads of orders have this sort key, and only parked
# events say when they were received.
_HEAD: Final = {"Keys": {"SK": {"S": ["ORDER"]}}}
_PARKED: Final = {"OldImage": {"received_at": {"S": [{"exists": True}]}}}


class Archiver(StreamFeed):
    """Of what expired; what somebody deleted is not archived."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: StageSettings,
        table: Table,
        function: lambda_.Function,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            stage=stage,
            table=table,
            function=function,
            filters=[_expired(_HEAD), _expired(_PARKED)],
            batch_size=_BATCH,
            batches_at_once=_AT_ONCE,
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
