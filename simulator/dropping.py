"""An answer that never comes: the effect took place, the connection just closes."""

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_TRANSPORT_KEY = "simulator_transport"


class ResponseDroppedError(ConnectionResetError):
    """Raised in place of an answer when there is no socket to close (in-process clients)."""


class DroppableProtocol(H11Protocol):
    """Lets the application reach the connection, which ASGI alone offers no way to abort."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, _TRANSPORT_KEY: transport}


class DroppedResponse(Response):
    """Closes the connection instead of answering."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - fixed by Starlette
        transport = scope.get("state", {}).get(_TRANSPORT_KEY)
        if transport is None:
            raise ResponseDroppedError("connection closed without an answer")
        transport.abort()
        # One turn of the loop lets uvicorn notice the loss, or it would log a missing response.
        await asyncio.sleep(0)
