"""The relay's feed: committed changes from the table's stream, in order per item."""

from collections.abc import Mapping, Sequence
from typing import Final

from aws_cdk import aws_lambda as lambda_

from infra.constructs.stream_feed import StreamFeed

# Sort keys whose insertion is news: an order placed, each event of an order, and that
# writers gave up on something that needs more shards, and each step of a drain.
_NEWS: Final = ("PLACED", "EVENT#", "CONTENDED", "STEP#")


class Relay(StreamFeed):
    """Of what was inserted; nothing else is news."""

    batch_size = 100

    def _filters(self) -> Sequence[Mapping[str, str]]:
        return [_inserted(prefix) for prefix in _NEWS]


def _inserted(prefix: str) -> Mapping[str, str]:
    return lambda_.FilterCriteria.filter(
        {
            "eventName": lambda_.FilterRule.is_equal("INSERT"),
            "dynamodb": {"Keys": {"SK": {"S": lambda_.FilterRule.begins_with(prefix)}}},
        }
    )
