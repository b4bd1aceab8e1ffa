"""The relay's feed: committed changes from the table's stream, in order per item."""

from collections.abc import Mapping
from typing import Final

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.stream_feed import StreamFeed
from infra.constructs.table import Table
from infra.stages import StageSettings

# Sort keys whose insertion is news: an order placed, each event of an order, and that
# writers gave up on something that needs more shards, and each step of a drain.
_NEWS: Final = ("PLACED", "EVENT#", "CONTENDED", "STEP#")


class Relay(StreamFeed):
    """Of what was inserted; nothing else is news."""

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
            filters=[_inserted(prefix) for prefix in _NEWS],
            batch_size=100,
        )


def _inserted(prefix: str) -> Mapping[str, str]:
    return lambda_.FilterCriteria.filter(
        {
            "eventName": lambda_.FilterRule.is_equal("INSERT"),
            "dynamodb": {"Keys": {"SK": {"S": lambda_.FilterRule.begins_with(prefix)}}},
        }
    )
