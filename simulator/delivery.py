"""Sends webhooks: in order per endpoint, retried on the provider's schedule, distorted by rules."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.clock import Clock
from simulator.delivery_types import (
    Attempt,
    Cause,
    DeliveryFilter,
    HeldMessage,
    Lane,
    Message,
)
from simulator.faults import FaultBook
from simulator.json_types import JsonObject
from simulator.sink import DeliveryFailedError, Sink

_CONCURRENT_SENDS = 32
_LOG_LIMIT = 200_000
_SUCCESS = range(200, 300)


@dataclass
class Deliverer:
    """The outbox of all providers; `retry_scale` multiplies every retry delay."""

    clock: Clock
    sink: Sink
    faults: FaultBook
    retry_scale: float
    log: deque[Attempt] = field(default_factory=lambda: deque(maxlen=_LOG_LIMIT))
    held: list[HeldMessage] = field(default_factory=list)
    _sent: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    _lanes: dict[tuple[str, str, str], Lane] = field(default_factory=lambda: defaultdict(Lane))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_CONCURRENT_SENDS))

    @property
    def pending(self) -> int:
        """Sends under way, waiting their turn, or waiting for a retry or a delay to pass."""
        return len(self._tasks)

    def post(self, message: Message) -> None:
        """Takes a new event; the rules in force decide when, whether and how often it leaves."""
        self._sent[message.event_id].append(message)
        verdict = self.faults.judge_webhook(message.facts)
        copies = 1 + verdict.extra_copies
        if verdict.drop:
            return
        if verdict.hold:
            self.held.append(HeldMessage(message, copies))
        elif verdict.delay:
            self._spawn(self._enqueue_later(message, copies, verdict.delay))
        else:
            self._enqueue_copies(message, copies, "event")

    def release(
        self, event_ids: Sequence[str] | None, order: Literal["held", "reverse"]
    ) -> list[str]:
        """Sends held messages and returns their event ids in sending order."""
        leaving = [h for h in self.held if event_ids is None or h.message.event_id in event_ids]
        self.held = [h for h in self.held if h not in leaving]
        if order == "reverse":
            leaving.reverse()
        for held in leaving:
            self._enqueue_copies(held.message, held.copies, "released")
        return [held.message.event_id for held in leaving]

    def redeliver(self, event_id: str, times: int) -> int:
        """Sends an event again, past any rule; returns the number of messages queued."""
        messages = self._sent.get(event_id, [])
        for message in messages * times:
            self._enqueue(message, "redelivery")
        return len(messages) * times

    def deliveries(self, wanted: DeliveryFilter) -> list[JsonObject]:
        return [attempt.describe() for attempt in self.log if wanted.accepts(attempt)]

    def reset(self) -> None:
        """Forgets the log and everything not yet sent."""
        for task in self._tasks:
            task.cancel()
        self._lanes.clear()
        self._sent.clear()
        self.held.clear()
        self.log.clear()

    async def close(self) -> None:
        self.reset()
        await self.sink.close()

    def _enqueue_copies(self, message: Message, copies: int, cause: Cause) -> None:
        self._enqueue(message, cause)
        for _ in range(copies - 1):
            self._enqueue(message, "duplicate")

    def _enqueue(self, message: Message, cause: Cause) -> None:
        lane = self._lanes[message.lane]
        lane.waiting.append((message, cause))
        if not lane.busy:
            lane.busy = True
            self._spawn(self._drain(lane))

    async def _enqueue_later(self, message: Message, copies: int, seconds: float) -> None:
        await self.clock.sleep(seconds)
        self._enqueue_copies(message, copies, "delayed")

    async def _drain(self, lane: Lane) -> None:
        while lane.waiting:
            message, cause = lane.waiting.popleft()
            if not await self._attempt(message, 1, cause):
                self._spawn(self._retry(message))
        lane.busy = False

    async def _retry(self, message: Message) -> None:
        for number, delay in enumerate(message.policy.delays, start=2):
            await self.clock.sleep(delay * self.retry_scale)
            if await self._attempt(message, number, "retry"):
                return

    async def _attempt(self, message: Message, number: int, cause: Cause) -> bool:
        async with self._slots:
            now = self.clock.now()
            attempt = Attempt(message, number, cause, now)
            self.log.append(attempt)
            try:
                attempt.status = await self.sink.send(
                    message.url,
                    message.body,
                    message.sign(message.body, now),
                    message.policy.timeout,
                )
            except DeliveryFailedError as exc:
                attempt.error = str(exc)
                return False
            attempt.seconds = self.clock.now() - now
        return attempt.status in _SUCCESS

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
