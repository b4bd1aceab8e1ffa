"""A listener in front of a server, which lets somebody decide about each request."""

import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orderloom_cli.local.ports import LOOPBACK, free_ports
from tests.proof.workers import Ends

_METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Passage:
    """One request on its way."""

    request: Request
    body: bytes
    client: httpx.AsyncClient

    @property
    def path(self) -> str:
        # As it was sent: a path spelled otherwise has another signature.
        return str(self.request.scope["raw_path"].decode())

    @property
    def ends(self) -> Ends:
        """Of its connection, seen from the caller."""
        caller, server = self.request.scope["client"], self.request.scope["server"]
        return Ends(caller[1], server[1])

    async def send(self) -> httpx.Response:
        """Pass it on; once more, if it is to come twice."""
        query = self.request.url.query
        return await self.client.request(
            self.request.method,
            self.path + (f"?{query}" if query else ""),
            content=self.body,
            headers=self.request.headers.raw,
        )


class Listener:
    """Runs in a thread of its own, until it is stopped."""

    def __init__(self, target: str, decide: Callable[[Passage], Awaitable[Response]]) -> None:
        (port,) = free_ports(1)
        limits = httpx.Limits(max_connections=None)
        client = httpx.AsyncClient(base_url=target, timeout=60.0, limits=limits)

        async def handle(request: Request) -> Response:
            return await decide(Passage(request, await request.body(), client))

        app = Starlette(routes=[Route("/{path:path}", handle, methods=_METHODS)])
        config = uvicorn.Config(app, host=LOOPBACK, port=port, log_level="error")
        self.url = f"http://{LOOPBACK}:{port}"
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)


def returned(answer: httpx.Response) -> Response:
    """What the server said, to the caller."""
    kept = {k: v for k, v in answer.headers.items() if k.lower() not in _HOP_BY_HOP}
    kept.pop("content-encoding", None)
    return Response(answer.content, answer.status_code, kept)
