"""Only workers of the one emulator are found and killed."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import psutil
import pytest

from tests.proof.workers import Ends, Workers

_WORKER = (
    "import socket as k, sys; s = k.socket(); s.setsockopt(k.SOL_SOCKET, k.SO_REUSEADDR, 1);"
    "s.bind(('127.0.0.1', 0)); s.connect(('127.0.0.1', {port})); sys.stdin.read()"
)
_LEADER = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"


class Emulator:
    """A process that leads a session and has one worker, connected to us."""

    def __init__(self, listener: socket.socket, function: str = "relay") -> None:
        code = _WORKER.format(port=listener.getsockname()[1])
        self.leader = subprocess.Popen(
            [sys.executable, "-c", _LEADER, code],
            stdin=subprocess.PIPE,
            env={**os.environ, "POWERTOOLS_SERVICE_NAME": function},
            start_new_session=True,
        )
        self.connection, (_, port) = listener.accept()
        self.ends = Ends(port, listener.getsockname()[1])

    def end(self) -> None:
        self.leader.kill()
        self.leader.wait()
        self.connection.close()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def emulators(listener: socket.socket) -> Iterator[tuple[Emulator, Emulator]]:
    both = Emulator(listener), Emulator(listener, "authorize")
    yield both
    for one in both:
        one.end()


def test_a_worker_is_known_by_its_end_of_a_connection(
    emulators: tuple[Emulator, Emulator],
) -> None:
    ours, other = emulators
    workers = Workers(ours.leader.pid)
    assert workers.function_at(ours.ends) == "relay"
    assert workers.function_at(other.ends) == ""
    assert Workers(None).function_at(ours.ends) == ""


def test_nobody_elses_worker_is_killed(emulators: tuple[Emulator, Emulator]) -> None:
    ours, other = emulators
    workers = Workers(ours.leader.pid)
    assert not workers.kill_at(other.ends)
    assert workers.kill_at(ours.ends)
    assert ours.connection.recv(1) == b""
    assert not workers.kill_at(ours.ends)
    assert psutil.pid_exists(other.leader.pid)
    assert Workers(other.leader.pid).function_at(other.ends) == "authorize"


def test_other_connections_may_begin_at_the_same_port(
    emulators: tuple[Emulator, Emulator],
) -> None:
    ours, _ = emulators
    with ExitStack() as stack:
        for _ in range(8):
            server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            other = stack.enter_context(socket.socket())
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", ours.ends.here))
            other.connect(server.getsockname())
        assert Workers(ours.leader.pid).function_at(ours.ends) == "relay"
        elsewhere = ours.ends._replace(there=server.getsockname()[1])
        assert Workers(ours.leader.pid).function_at(elsewhere) == ""
