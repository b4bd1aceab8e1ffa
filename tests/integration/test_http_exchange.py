"""Answers as servers may write them: read to their end, and no further."""

import http.client
import socket
import threading
from collections.abc import Iterator

import pytest
from orderloom.adapters.http_exchange import post

KEEP = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Server:
    """Answers each request with the next of `answers`, byte for byte, then hangs up."""

    def __init__(self, *answers: bytes) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._answers = answers
        self.heard: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._listener.getsockname()[1], timeout=5)

    def _serve(self) -> None:
        taken, _ = self._listener.accept()
        with taken:
            for answer in self._answers:
                self.heard.append(taken.recv(65_536))
                taken.sendall(answer)

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    started: list[Server] = []
    yield started
    for server in started:
        server.close()


def answered(servers: list[Server], *answers: bytes) -> list[tuple[int, bytes]]:
    """To one request each, over one connection."""
    servers.append(Server(*answers))
    connection = servers[-1].connection
    found = [post(connection, {"host": "aws"}, b"{}", read_seconds=5) for _ in answers]
    connection.close()
    return found


def test_a_request_is_as_http_has_it(servers: list[Server]) -> None:
    answered(servers, KEEP)
    assert servers[0].heard == [b"POST / HTTP/1.1\r\nhost: aws\r\ncontent-length: 2\r\n\r\n{}"]


@pytest.mark.parametrize(
    "answer",
    [
        KEEP,
        b"HTTP/1.1 200\r\ncontent-length:2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nCONTENT-LENGTH:   2  \r\nX-Odd: a: b\r\n\r\nok",
        b"HTTP/1.1 100 Continue\r\n\r\n" + KEEP,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
    ],
)
def test_a_kept_connection_is_read_to_the_end_of_an_answer(
    servers: list[Server], answer: bytes
) -> None:
    assert answered(servers, answer, KEEP) == [(200, b"ok"), (200, b"ok")]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno",
        b"HTTP/1.0 503 Busy\r\nContent-Length: 2\r\n\r\nno",
        b"HTTP/1.1 503 Busy\r\n\r\nno",
    ],
)
def test_a_connection_that_ends_with_its_answer_is_closed(
    servers: list[Server], answer: bytes
) -> None:
    servers.append(Server(answer))
    connection = servers[0].connection
    assert post(connection, {"host": "aws"}, b"", read_seconds=5) == (503, b"no")
    assert connection.sock is None


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok",
        b"HTTP/2 200 OK\r\n\r\n",
        b"HTTP/1.1 two OK\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n",
    ],
)
def test_what_is_no_whole_answer_is_an_error(servers: list[Server], answer: bytes) -> None:
    with pytest.raises((http.client.HTTPException, OSError)):
        answered(servers, answer)
