"""Drives a simulator in-process: no sockets, a clock that moves by command, recorded webhooks."""

import asyncio
import json
import random
from dataclasses import dataclass, field

import httpx

from simulator.app import create_app
from simulator.json_types import JsonObject, JsonValue
from simulator.sink import DeliveryFailedError

START = 1_800_000_000.0
_TURNS = 200


class ManualClock:
    """Sleepers wake only when `advance` passes their time."""

    def __init__(self) -> None:
        self._now = START
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        self._sleepers.append((self._now + seconds, woken))
        await woken.wait()

    def advance(self, seconds: float) -> None:
        self._now += seconds
        for due, woken in self._sleepers:
            if due <= self._now:
                woken.set()
        self._sleepers = [sleeper for sleeper in self._sleepers if sleeper[0] > self._now]


@dataclass
class Received:
    url: str
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> JsonObject:
        document: JsonObject = json.loads(self.body)
        return document

    @property
    def type(self) -> str:
        return str(self.json["type"])


@dataclass
class RecordingSink:
    """Answers with the scripted statuses (0 is no answer), then with 200; asked, with `answer`."""

    statuses: list[int] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    answer: JsonObject = field(default_factory=dict)

    async def send(
        self,
        url: str,
        body: bytes,
        headers: dict[str, str],
        timeout_seconds: float,
    ) -> int:
        assert timeout_seconds > 0
        self.received.append(Received(url, body, headers))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 0:
            raise DeliveryFailedError("ReadTimeout")
        return status

    async def ask(
        self, url: str, body: bytes, headers: dict[str, str], timeout_seconds: float
    ) -> JsonObject:
        await self.send(url, body, headers, timeout_seconds)
        return self.answer

    async def close(self) -> None:
        self.received.clear()


class Harness:
    """A simulator and a client for it, used from plain synchronous tests."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.sink = RecordingSink()
        self._runner = asyncio.Runner()
        app = create_app(clock=self.clock, rng=random.Random(7), sink=self.sink)
        transport = httpx.ASGITransport(app=app)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://sim")

    def close(self) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def call(self, method: str, path: str, **options: JsonValue) -> httpx.Response:
        async def work() -> httpx.Response:
            response = await self._client.request(method, path, **options)
            await _turn()
            return response

        return self._runner.run(work())

    def start(self, method: str, path: str, **options: JsonValue) -> "asyncio.Task[httpx.Response]":
        """Begins a call and leaves it waiting; read it later with `finish`."""

        async def begin() -> "asyncio.Task[httpx.Response]":
            task = asyncio.ensure_future(self._client.request(method, path, **options))
            await _turn()
            return task

        return self._runner.run(begin())

    def finish(self, task: "asyncio.Task[httpx.Response]") -> httpx.Response:
        async def wait() -> httpx.Response:
            return await asyncio.wait_for(task, 5)

        return self._runner.run(wait())

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self._runner.run(_turn())

    def control(self, method: str, path: str, **options: JsonValue) -> JsonValue:
        response = self.call(method, f"/_control{path}", **options)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def fault(self, **rule: JsonValue) -> str:
        return str(self.control("POST", "/faults", json=rule)["id"])


async def _turn() -> None:
    """Lets everything that is ready to run do so."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)
