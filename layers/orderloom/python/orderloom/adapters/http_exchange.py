"""One request and its answer, over a connection of `http.client`'s.

For the door: `http.client` reads an answer's headers with email's parser, which takes it longer
than verifying a webhook does. Here only what says where the answer ends is looked at; connecting
and reading the body stay the library's.
"""

import http.client
from collections.abc import Mapping

_LONGEST_LINE = 65_536
_MOST_HEADERS = 100
_CONTINUE = 100


def post(
    connection: http.client.HTTPConnection,
    headers: Mapping[str, str],
    body: bytes,
    *,
    read_seconds: float,
) -> tuple[int, bytes]:
    """Status and body of what `POST /` is answered with.

    `headers` have no line breaks, and name the host. Raises OSError and
    http.client.HTTPException; the connection is of no use then.
    """
    if connection.sock is None:
        connection.connect()
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"POST / HTTP/1.1\r\n{lines}content-length: {len(body)}\r\n\r\n"
    connection.sock.sendall(head.encode("latin-1") + body)
    connection.sock.settimeout(read_seconds)
    answer = _Answer(connection.sock, method="POST")
    try:
        answer.begin()
        text = answer.read()
    finally:
        answer.close()
    if answer.will_close:
        connection.close()
    return answer.status, text


class _Answer(http.client.HTTPResponse):
    def begin(self) -> None:
        status, version = self._status()
        told = self._told()
        while status == _CONTINUE:
            status, version = self._status()
            told = self._told()
        self.status = status
        self.chunked = told.get(b"transfer-encoding", b"").lower() == b"chunked"
        self.chunk_left = None
        length = told.get(b"content-length", b"")
        self.length = int(length) if length.isdigit() and not self.chunked else None
        ends = self.chunked or self.length is not None
        kept = version != b"HTTP/1.0" and b"close" not in told.get(b"connection", b"").lower()
        self.will_close = not (kept and ends)

    def _status(self) -> tuple[int, bytes]:
        line = self.fp.readline(_LONGEST_LINE)
        if not line:
            raise http.client.RemoteDisconnected("closed without an answer")
        version, _, rest = line.partition(b" ")
        if not version.startswith(b"HTTP/1.") or not rest[:3].isdigit():
            raise http.client.BadStatusLine("no HTTP/1")
        return int(rest[:3]), version

    def _told(self) -> dict[bytes, bytes]:
        """By lower-case name."""
        found: dict[bytes, bytes] = {}
        for _ in range(_MOST_HEADERS):
            line = self.fp.readline(_LONGEST_LINE)
            if not line.endswith(b"\n"):
                raise http.client.IncompleteRead(line)
            name, _, value = line.partition(b":")
            if not value:
                return found
            found[name.strip().lower()] = value.strip()
        raise http.client.HTTPException("more headers than are read")
