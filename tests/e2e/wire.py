"""A recording proxy between the functions and the emulator.

Everything a function asks of AWS passes here, so that tests can count and read it, and so that
`watch` sees every key a tenant's credentials are used for.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orderloom_cli.local.ports import LOOPBACK, free_ports
from tests.e2e.crashes import Chosen, Crash, calling_function, kill_the_caller
from tests.e2e.key_watch import KeyWatch

_METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]
_UNAVAILABLE = b'{"__type":"ServiceUnavailable","message":"refused by the test"}'
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Call:
    """One request a function made. `operation` such as `DynamoDB.GetItem`, or method and path."""

    operation: str
    access_key: str
    body: dict[str, Any]
    status: int


@dataclass
class Wire:
    """Pass `start` to LocalEnvironment as its `wire`."""

    calls: list[Call] = field(default_factory=list)
    watch: KeyWatch = field(default_factory=KeyWatch)
    _refused: set[str] = field(default_factory=set)
    _crashes: list[Crash] = field(default_factory=list)
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    def start(self, emulator_url: str) -> str:
        """Listen; returns the address for the functions."""
        (port,) = free_ports(1)
        client = httpx.AsyncClient(base_url=emulator_url, timeout=60.0)

        async def forward(request: Request) -> Response:
            body = await request.body()
            if _operation(request) in self._refused:
                return Response(_UNAVAILABLE, 503, {"content-type": "application/x-amz-json-1.0"})
            crash = self._crash(request, body)
            if crash and not crash.takes_effect:
                return _to_nobody(request)
            # As it was sent: a path spelled otherwise has another signature.
            path = request.scope["raw_path"].decode()
            target = path + (f"?{request.url.query}" if request.url.query else "")
            answer = await client.request(
                request.method, target, content=body, headers=request.headers.raw
            )
            call = _recorded(request, body, answer.status_code)
            self.calls.append(call)
            self._watched(call, request, body, answer.content)
            if crash:
                return _to_nobody(request)
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in _HOP_BY_HOP}
            kept.pop("content-encoding", None)
            return Response(answer.content, answer.status_code, kept)

        app = Starlette(routes=[Route("/{path:path}", forward, methods=_METHODS)])
        config = uvicorn.Config(app, host=LOOPBACK, port=port, log_level="error")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        return f"http://{LOOPBACK}:{port}"

    def stop(self) -> None:
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join(timeout=10)

    @contextmanager
    def refusing(self, operation: str) -> Iterator[None]:
        """Within the block AWS cannot be had for an operation."""
        self._refused.add(operation)
        try:
            yield
        finally:
            self._refused.discard(operation)

    @contextmanager
    def crashing(self, chosen: Chosen, *, takes_effect: bool, times: int) -> Iterator[Crash]:
        """Within the block, whoever makes one of the first `times` chosen calls is killed."""
        crash = Crash(chosen, takes_effect, times)
        self._crashes.append(crash)
        try:
            yield crash
        finally:
            self._crashes.remove(crash)

    def _crash(self, request: Request, body: bytes) -> Crash | None:
        if not self._crashes:
            return None
        call = (_operation(request), _document(body))
        return next((crash for crash in self._crashes if crash.claims(*call)), None)

    def _watched(self, call: Call, request: Request, body: bytes, answer: bytes) -> None:
        if call.operation.startswith("DynamoDB."):
            caller = partial(_caller, request)
            self.watch.hears(call.operation, call.access_key, call.body, caller)
            self.watch.hears_answer(call.access_key, _document(answer))
        elif body.startswith(b"Action="):
            self.watch.hears_of_session(body, answer)

    @contextmanager
    def recording(self) -> Iterator[list[Call]]:
        """The calls made within the block."""
        calls: list[Call] = []
        first = len(self.calls)
        try:
            yield calls
        finally:
            calls.extend(self.calls[first:])


def _operation(request: Request) -> str:
    target = request.headers.get("x-amz-target")
    return target.replace("_20120810", "") if target else f"{request.method} {request.url.path}"


def _caller(request: Request) -> str:
    return calling_function(*_ends(request)) if request.client else ""


def _to_nobody(request: Request) -> Response:
    if request.client is not None:
        kill_the_caller(*_ends(request))
    return Response(_UNAVAILABLE, 503)


def _ends(request: Request) -> tuple[int, int]:
    """The ports of the caller and of the proxy."""
    return request.scope["client"][1], request.scope["server"][1]


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _recorded(request: Request, body: bytes, status: int) -> Call:
    authorization = request.headers.get("authorization", "")
    access_key = authorization.partition("Credential=")[2].partition("/")[0]
    return Call(
        operation=_operation(request),
        access_key=access_key,
        body=_document(body),
        status=status,
    )
