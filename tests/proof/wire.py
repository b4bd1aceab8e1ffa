"""Between the functions and everything they call: records each call, and makes trouble.

Two listeners on one loop: one in front of the emulator, one in front of the simulator.
"""

import asyncio
import json
import threading
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orderloom_cli.local.ports import LOOPBACK, free_ports
from tests.e2e.key_watch import KeyWatch
from tests.proof.answers import refusal
from tests.proof.calls import Asked, Tenants, asked_of_aws, asked_of_provider
from tests.proof.troubles import Call, Crash, Fault, Troubles
from tests.proof.workers import Workers

_METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}
_LONGER_THAN_ANYBODY_WAITS = 7.0
Reader = Callable[[str, str, dict[str, str], bytes], Asked]


@dataclass(frozen=True)
class Made:
    """A call as the record keeps it; `came`: the answer's status, or what was done instead."""

    call: Call
    came: str


@dataclass
class Wire:
    """Pass `before_aws` and `before_providers` to LocalEnvironment."""

    workers: Workers = field(default_factory=Workers)
    tenants: Tenants = field(default_factory=Tenants)
    watch: KeyWatch = field(default_factory=KeyWatch)
    troubles: dict[str, Troubles] = field(default_factory=dict)
    made: dict[str, list[Made]] = field(default_factory=lambda: defaultdict(list))
    _counts: dict[str, Counter[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    _functions: dict[str, str] = field(default_factory=dict)
    _servers: list[tuple[uvicorn.Server, threading.Thread]] = field(default_factory=list)

    def before_aws(self, emulator_url: str) -> str:
        return self._listen(emulator_url, asked_of_aws)

    def before_providers(self, simulator_url: str) -> str:
        return self._listen(simulator_url, asked_of_provider)

    def stop(self) -> None:
        for server, thread in self._servers:
            server.should_exit = True
            thread.join(timeout=10)

    def begin(self, tenant_id: str, troubles: Troubles) -> None:
        """From here on a tenant's calls are counted, and its troubles begin."""
        self.made[tenant_id].clear()
        self._counts[tenant_id].clear()
        self.troubles[tenant_id] = troubles

    def _listen(self, target: str, read: Reader) -> str:
        (port,) = free_ports(1)
        client = httpx.AsyncClient(
            base_url=target, timeout=60.0, limits=httpx.Limits(max_connections=None)
        )
        handler = partial(self._handle, client, read)
        app = Starlette(routes=[Route("/{path:path}", handler, methods=_METHODS)])
        config = uvicorn.Config(app, host=LOOPBACK, port=port, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        self._servers.append((server, thread))
        return f"http://{LOOPBACK}:{port}"

    async def _handle(self, client: httpx.AsyncClient, read: Reader, request: Request) -> Response:
        body = await request.body()
        path = request.scope["raw_path"].decode()
        asked = read(request.method, path, dict(request.headers), body)
        whose = self.tenants.of(asked)
        function = await self._function(asked, request)
        calls = {tenant_id: self._count(tenant_id, function, asked) for tenant_id in whose}
        send = partial(self._pass_on, client, request, path, body)

        meeting = self._meeting(calls, asked) if function else None
        if isinstance(meeting, Crash):
            return await self._die(calls, request, send, after=meeting.takes_effect)
        if meeting:
            return await self._fault(meeting, calls, asked, send)
        answer = await send()
        self._record(calls, str(answer.status_code))
        self._watch(asked, function, body, answer.content)
        return _returned(answer)

    def _meeting(self, calls: dict[str, Call], asked: Asked) -> Crash | Fault | None:
        found = (
            self.troubles[tenant_id].meeting(call, asked)
            for tenant_id, call in calls.items()
            if tenant_id in self.troubles
        )
        return next((one for one in found if one), None)

    async def _die(
        self,
        calls: dict[str, Call],
        request: Request,
        send: Callable[[], Awaitable[httpx.Response]],
        *,
        after: bool,
    ) -> Response:
        came = f"took effect ({(await send()).status_code}), died" if after else "died before it"
        port = request.client.port if request.client else 0
        killed = await run_in_threadpool(self.workers.kill_at, port)
        self._record(calls, came if killed else f"{came}: but was gone already")
        return Response(status_code=503)

    async def _fault(
        self,
        fault: Fault,
        calls: dict[str, Call],
        asked: Asked,
        send: Callable[[], Awaitable[httpx.Response]],
    ) -> Response:
        self._record(calls, fault.kind)
        if fault.kind == "lost on the way":
            await asyncio.sleep(_LONGER_THAN_ANYBODY_WAITS)
            return Response(status_code=504)
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return _returned(await send())
        if fault.kind == "sent twice":
            await send()
            return _returned(await send())
        if fault.kind == "answer lost":
            await send()
            await asyncio.sleep(_LONGER_THAN_ANYBODY_WAITS)
            return Response(status_code=504)
        return refusal(asked.service, fault.kind)

    async def _function(self, asked: Asked, request: Request) -> str:
        known = self._functions.get(asked.access_key)
        if known:
            return known
        port = request.client.port if request.client else 0
        found = await run_in_threadpool(self.workers.function_at, port)
        if found and asked.access_key:
            self._functions[asked.access_key] = found
        return found

    def _count(self, tenant_id: str, function: str, asked: Asked) -> Call:
        counts = self._counts[tenant_id]
        counts[function, asked.name] += 1
        return Call(function, asked.name, counts[function, asked.name])

    def _record(self, calls: dict[str, Call], came: str) -> None:
        for tenant_id, call in calls.items():
            self.made[tenant_id].append(Made(call, came))

    def _watch(self, asked: Asked, function: str, body: bytes, answer: bytes) -> None:
        whose = self.tenants.of(asked)
        given = self.tenants.learn(asked, whose, answer.decode(errors="replace"))
        if given:
            self._functions[given] = function
        if asked.service == "dynamodb" and function:
            operation = f"DynamoDB.{asked.operation}"
            self.watch.hears(operation, asked.access_key, asked.document, lambda: function)
            self.watch.hears_answer(asked.access_key, json.loads(answer or b"{}"))
        elif body.startswith(b"Action="):
            self.watch.hears_of_session(body, answer)

    @staticmethod
    async def _pass_on(
        client: httpx.AsyncClient, request: Request, path: str, body: bytes
    ) -> httpx.Response:
        # As it was sent: a path spelled otherwise has another signature.
        target = path + (f"?{request.url.query}" if request.url.query else "")
        return await client.request(
            request.method, target, content=body, headers=request.headers.raw
        )


def _returned(answer: httpx.Response) -> Response:
    kept = {k: v for k, v in answer.headers.items() if k.lower() not in _HOP_BY_HOP}
    kept.pop("content-encoding", None)
    return Response(answer.content, answer.status_code, kept)
