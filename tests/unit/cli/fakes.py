"""Fakes of the command line's ports."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from orderloom_cli.clients.transport import Reply, Request
from orderloom_cli.dlq.model import (
    Attribute,
    DeadLetter,
    DeadLetterQueue,
    Depth,
    QueueSource,
    StreamSource,
)
from orderloom_cli.dlq.ports import NotAcceptedError
from orderloom_cli.dlq.stream_batch import StreamBatch

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
INBOUND = DeadLetterQueue(
    "inbound",
    "https://q/dead",
    "arn:dead",
    (QueueSource("inbound queue", "arn:in", "https://q/in"),),
)
RELAY = DeadLetterQueue(
    "relay",
    "https://q/relay",
    "arn:relay",
    (StreamSource("table stream", "arn:stream", "relay-fn"),),
)


def letter(message_id: str, *, body: str = "{}", **attributes: str) -> DeadLetter:
    """A webhook of tenant `acme`; attributes given replace the usual ones, "" drops one."""
    usual = {
        "kind": "webhook",
        "tenant_id": "acme",
        "provider": "stripe",
        "event_id": f"evt_{message_id}",
        "received_at": "2026-11-21T11:00:00.000000Z",
    }
    kept = {name: value for name, value in {**usual, **attributes}.items() if value}
    return DeadLetter(
        queue=INBOUND,
        message_id=message_id,
        receipt=f"receipt-{message_id}",
        body=body,
        attributes={name: Attribute("String", text=value) for name, value in kept.items()},
        sent_at=NOW - timedelta(minutes=30),
        receive_count=5,
        source_arn="arn:in",
    )


def stream_letter(message_id: str, *, stream: str = "arn:stream") -> DeadLetter:
    info = {
        "streamArn": stream,
        "shardId": "shard-1",
        "startSequenceNumber": "100",
        "endSequenceNumber": "200",
        "batchSize": 3,
    }
    request = {"condition": "RetryAttemptsExhausted", "functionArn": "relay-fn"}
    body = json.dumps({"DDBStreamBatchInfo": info, "requestContext": request})
    return DeadLetter(RELAY, message_id, f"receipt-{message_id}", body, {}, NOW)


@dataclass
class FakeStore:
    """Queues in memory, two messages a receive. `log` holds every change, in order.

    `hopeless`: what is sent is a dead letter again at once.
    """

    letters: dict[str, list[DeadLetter]] = field(default_factory=dict)
    log: list[tuple[str, str]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    refuse_send: set[str] = field(default_factory=set)
    refuse_delete: set[str] = field(default_factory=set)
    hopeless: bool = False
    before_delete: Callable[[DeadLetter], None] = lambda _letter: None

    @classmethod
    def holding(cls, *letters: DeadLetter) -> "FakeStore":
        store = cls()
        for each in letters:
            store.letters.setdefault(each.queue.url, []).append(each)
        return store

    def depth(self, queue_url: str) -> Depth:
        held = self.letters.get(queue_url, [])
        in_flight = sum(each.message_id in self.hidden for each in held)
        return Depth(ready=len(held) - in_flight, in_flight=in_flight)

    def receive(self, queue: DeadLetterQueue, *, hidden_seconds: int) -> list[DeadLetter]:
        assert hidden_seconds > 0
        held = self.letters.get(queue.url, [])
        batch = [each for each in held if each.message_id not in self.hidden][:2]
        self.hidden |= {each.message_id for each in batch}
        return batch

    def give_back(self, letters: Sequence[DeadLetter]) -> None:
        self.hidden -= {each.message_id for each in letters}

    def send(self, letter: DeadLetter, to: QueueSource, *, group: str) -> str:
        if letter.message_id in self.refuse_send:
            raise NotAcceptedError("Throttled: slow down")
        self.log.append(("send", f"{letter.message_id} to {to.url} for {group}"))
        copy = replace(letter, message_id=f"new-{letter.message_id}")
        if self.hopeless:
            self.letters[letter.queue.url].append(copy)
        return copy.message_id

    def delete(self, letter: DeadLetter) -> None:
        self.before_delete(letter)
        if letter.message_id in self.refuse_delete:
            raise NotAcceptedError("ReceiptHandleIsInvalid: expired")
        self.log.append(("delete", letter.message_id))
        self.letters[letter.queue.url].remove(letter)

    @property
    def ids(self) -> list[str]:
        return [each.message_id for held in self.letters.values() for each in held]


@dataclass
class FakeStreams:
    """A stream that still has its records, unless `gone`."""

    gone: bool = False
    relay_fails: bool = False
    handed_over: list[int] = field(default_factory=list)

    def records(self, source: StreamSource, batch: StreamBatch) -> list[dict[str, Any]]:
        assert (source.function, batch.first, batch.last) == ("relay-fn", "100", "200")
        if self.gone:
            raise NotAcceptedError("the stream has these records no longer")
        return [{"eventID": str(number)} for number in range(batch.size)]

    def hand_over(self, source: StreamSource, records: list[dict[str, Any]]) -> None:
        assert source.function == "relay-fn"
        if self.relay_fails:
            raise NotAcceptedError("the relay failed again")
        self.handed_over.append(len(records))


@dataclass
class FakeTimer:
    """Sleeping moves the clock."""

    moment: datetime = NOW
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


@dataclass
class FakeTransport:
    """Answers by method and the end of the path; `requests` holds what was asked."""

    answers: Mapping[str, tuple[int, Any]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    failure: BaseException | None = None

    def send(self, request: Request) -> Reply:
        self.requests.append(request)
        if self.failure is not None:
            raise self.failure
        path = request.url.partition("?")[0]
        for wanted, (status, document) in self.answers.items():
            method, _, end = wanted.partition(" ")
            if method == request.method and path.endswith(end):
                body = document if isinstance(document, bytes) else json.dumps(document).encode()
                return Reply(status, {}, body)
        raise AssertionError(f"unexpected {request.method} {request.url}")
