"""Runs the application on a loopback port until a signal asks it to stop."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Iterator
from socket import socket

import uvicorn
from starlette.applications import Starlette

from simulator.dropping import DroppableProtocol

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class _AnnouncingServer(uvicorn.Server):
    """Says where it listens once it does, and treats a stop signal as success."""

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        sys.stdout.write(f"simulator listening on http://{host}:{port}\n")
        sys.stdout.flush()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Uvicorn re-raises the signal after stopping, which would end in a failure status."""
        loop = asyncio.get_running_loop()
        for stop_signal in _STOP_SIGNALS:
            loop.add_signal_handler(stop_signal, self._stop)
        yield

    def _stop(self) -> None:
        self.should_exit = True


def serve(app: Starlette, host: str, port: int) -> None:
    """Blocks until stopped; requests still held by a delay rule are cut off at once."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=DroppableProtocol,
        ws="none",
        loop="asyncio",
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=0,
    )
    asyncio.run(_AnnouncingServer(config).serve())
