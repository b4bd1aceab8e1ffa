"""The archiver's feed: what time to live deleted, from one table's stream."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from aws_cdk import aws_lambda as lambda_

from infra.constructs.stream_feed import StreamFeed

# Of all items that expire, only heads of orders have this sort key, and only parked
# events say when they were received.
_HEAD: Final = {"Keys": {"SK": {"S": ["ORDER"]}}}
_PARKED: Final = {"OldImage": {"received_at": {"S": [{"exists": True}]}}}


class Archiver(StreamFeed):
    """Of what expired; what somebody deleted is not archived."""

    batch_size = 25
    """Orders: each costs some fifteen calls, and all must fit the function's time limit."""
    batches_at_once = 4
    """Orders do not depend on each other."""

    def _filters(self) -> Sequence[Mapping[str, str]]:
        return [_expired(_HEAD), _expired(_PARKED)]


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
