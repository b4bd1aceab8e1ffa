"""What looking at and replaying dead letters needs from the outside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from orderloom_cli.dlq.model import (
    DeadLetter,
    DeadLetterQueue,
    Depth,
    QueueSource,
    StreamSource,
)
from orderloom_cli.dlq.stream_batch import StreamBatch
from orderloom_cli.errors import CliError


class NotAcceptedError(CliError):
    """The other side said no; nothing was changed there."""


class DeadLetterStore(Protocol):
    """Queues. Every method raises NotAcceptedError for a refusal of one message."""

    def depth(self, queue_url: str) -> Depth: ...

    def receive(self, queue: DeadLetterQueue, *, hidden_seconds: int) -> list[DeadLetter]:
        """Up to ten messages, hidden from others for that long; none: the queue is empty."""

    def give_back(self, letters: Sequence[DeadLetter]) -> None:
        """Makes them visible at once; those whose hiding has run out already are visible."""

    def send(self, letter: DeadLetter, to: QueueSource, *, group: str) -> str:
        """Sends a copy, marked as a replay; the new message's id once it is stored."""

    def delete(self, letter: DeadLetter) -> None: ...


class StreamRereader(Protocol):
    """A table's stream and the function that reads it."""

    def records(self, source: StreamSource, batch: StreamBatch) -> list[dict[str, Any]]:
        """The batch's records. Raises NotAcceptedError when the stream has them no longer."""

    def hand_over(self, source: StreamSource, records: list[dict[str, Any]]) -> None:
        """Returns once the function has handled all. Raises NotAcceptedError otherwise."""


class Timer(Protocol):
    """Time, injected so that tests need not wait."""

    def now(self) -> datetime: ...

    def sleep(self, seconds: float) -> None: ...
