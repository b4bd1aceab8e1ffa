"""What a stream's reader leaves in its dead-letter queue: positions, not contents."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class StreamBatch:
    """Records `first` to `last` of one shard, by sequence number."""

    stream_arn: str
    shard_id: str
    first: str
    last: str
    size: int
    condition: str
    function_arn: str

    @property
    def explanation(self) -> str:
        return (
            f"{self.size} change(s) the relay gave up on ({self.condition}): records {self.first} "
            f"to {self.last} of {self.shard_id}. The message holds their positions only; replaying "
            "reads them from the table's stream, which keeps them for 24 hours, and hands them to "
            "the relay again."
        )


def read_stream_batch(body: str) -> StreamBatch | None:
    """None for any other message."""
    try:
        document = json.loads(body)
        info = document["DDBStreamBatchInfo"]
        request = document.get("requestContext", {})
        return StreamBatch(
            stream_arn=str(info["streamArn"]),
            shard_id=str(info["shardId"]),
            first=str(info["startSequenceNumber"]),
            last=str(info["endSequenceNumber"]),
            size=int(info["batchSize"]),
            condition=str(request.get("condition", "unknown")),
            function_arn=str(request.get("functionArn", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
