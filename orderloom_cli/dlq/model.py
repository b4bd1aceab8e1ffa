"""A dead letter, the queue it lies in, and where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class QueueSource:
    """A work queue that gives messages up after too many deliveries."""

    name: str
    arn: str
    url: str


@dataclass(frozen=True)
class StreamSource:
    """A table's stream whose reader gives batches up.

    Attributes:
        patterns: the mapping's filters; a record that matches none was never sent.
    """

    name: str
    arn: str
    function: str
    patterns: tuple[Mapping[str, Any], ...] = ()


Source = QueueSource | StreamSource


@dataclass(frozen=True)
class DeadLetterQueue:
    """`name` is what a person types; the rest is what AWS calls it."""

    name: str
    url: str
    arn: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Depth:
    """Messages ready, being looked at by somebody, and not due yet."""

    ready: int
    in_flight: int
    delayed: int = 0

    @property
    def total(self) -> int:
        return self.ready + self.in_flight + self.delayed


@dataclass(frozen=True)
class Attribute:
    """A message attribute as SQS keeps it: `text` or `binary`, by its `data_type`."""

    data_type: str
    text: str | None = None
    binary: bytes | None = None


@dataclass(frozen=True)
class DeadLetter:
    """One message, received and held; `receipt` gives it back or deletes it."""

    queue: DeadLetterQueue
    message_id: str
    receipt: str = field(repr=False)
    body: str = field(repr=False)
    attributes: Mapping[str, Attribute] = field(default_factory=dict, repr=False)
    sent_at: datetime = _NEVER
    receive_count: int = 0
    source_arn: str | None = None

    def text(self, attribute: str) -> str | None:
        found = self.attributes.get(attribute)
        return found.text if found else None

    @property
    def tenant(self) -> str | None:
        return self.text("tenant_id")

    @property
    def kind(self) -> str | None:
        return self.text("kind")

    @property
    def provider(self) -> str | None:
        return self.text("provider")

    @property
    def event_id(self) -> str | None:
        return self.text("event_id")

    @property
    def first_seen(self) -> datetime:
        """When the webhook came, or else when the message was first sent."""
        received = self.text("received_at")
        try:
            return datetime.fromisoformat(received) if received else self.sent_at
        except ValueError:
            return self.sent_at

    @property
    def source(self) -> Source | None:
        """Where it came from; None when that cannot be told."""
        sources = self.queue.sources
        named = [source for source in sources if source.arn == self.source_arn]
        if named:
            return named[0]
        return sources[0] if len(sources) == 1 and self.source_arn is None else None
