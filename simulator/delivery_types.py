"""Messages on their way out, and the record of each attempt."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from simulator.faults import WebhookFacts
from simulator.json_types import JsonObject

Cause = Literal["event", "retry", "duplicate", "delayed", "released", "redelivery"]


@dataclass(frozen=True)
class RetryPolicy:
    """Seconds to wait before each further attempt, and how long one attempt may take."""

    delays: tuple[float, ...]
    timeout: float


@dataclass(frozen=True)
class Message:
    """One event for one endpoint; `sign` is called per attempt so each signature is fresh."""

    event_id: str
    facts: WebhookFacts
    endpoint_id: str
    url: str
    body: bytes
    sign: Callable[[bytes, float], dict[str, str]]
    policy: RetryPolicy

    @property
    def lane(self) -> tuple[str, str, str]:
        return self.facts.provider, self.facts.account, self.endpoint_id


@dataclass
class HeldMessage:
    """A message kept back by a rule, with the copies it will leave with."""

    message: Message
    copies: int


@dataclass
class Attempt:
    """One try; `status` is null while no answer has come, and `error` says why none did.

    `seconds`: how long the answer took.
    """

    message: Message
    number: int
    cause: Cause
    at: float
    status: int | None = None
    error: str | None = None
    seconds: float | None = None

    def describe(self) -> JsonObject:
        facts = self.message.facts
        return {
            "event_id": self.message.event_id,
            "type": facts.event_type,
            "provider": facts.provider,
            "account": facts.account,
            "endpoint_id": self.message.endpoint_id,
            "url": self.message.url,
            "status": self.status,
            "error": self.error,
            "at": self.at,
            "seconds": self.seconds,
            "attempt": self.number,
            "cause": self.cause,
        }


@dataclass(frozen=True)
class DeliveryFilter:
    """Conditions on the log; those left out match everything."""

    event_id: str | None = None
    type: str | None = None
    account: str | None = None

    def accepts(self, attempt: Attempt) -> bool:
        facts = attempt.message.facts
        return (
            self.event_id in (None, attempt.message.event_id)
            and self.type in (None, facts.event_type)
            and self.account in (None, facts.account)
        )


@dataclass
class Lane:
    """First attempts for one endpoint, sent one after another so order is kept."""

    waiting: deque[tuple[Message, Cause]] = field(default_factory=deque)
    busy: bool = False
