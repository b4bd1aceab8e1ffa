"""What a function asks of AWS: noted once from the emulator, then answered the same at once."""

import http.client
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

_KEPT = ("content-type", "x-amz-crc32", "x-amzn-requestid", "etag")


@dataclass(frozen=True)
class Exchange:
    """One request and its answer; `operation` such as `DynamoDB_20120810.GetItem`."""

    service: str
    access_key: str
    operation: str
    body: bytes
    status: int
    headers: dict[str, str]
    answer: bytes

    @property
    def parameters(self) -> dict[str, Any]:
        """As the service's JSON has them, or its form."""
        if self.body.startswith(b"Action="):
            return _of_form(dict(parse_qsl(self.body.decode())))
        found: dict[str, Any] = json.loads(self.body or b"{}")
        return found


class _Server:
    """`url` goes into AWS_ENDPOINT_URL."""

    def __init__(self) -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                found = server.exchange(self.command, self.path, dict(self.headers.items()), body)
                self.send_response(found.status)
                for name, value in found.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(found.answer)))
                self.end_headers()
                self.wfile.write(found.answer)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any  # noqa: N815 - http.server's

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def exchange(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Exchange:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Recorder(_Server):
    """Passes everything on; `noted` is what passed, oldest first."""

    def __init__(self, emulator_url: str) -> None:
        super().__init__()
        self._emulator = urlsplit(emulator_url)
        self.noted: list[Exchange] = []

    def exchange(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Exchange:
        connection = http.client.HTTPConnection(str(self._emulator.hostname), self._emulator.port)
        connection.request(method, path, body, headers)
        answered = connection.getresponse()
        credential = headers.get("Authorization", "").partition("Credential=")[2].split("/")
        found = Exchange(
            service=credential[3] if len(credential) > 3 else "",
            access_key=credential[0],
            operation=_operation(method, path, headers, body),
            body=body,
            status=answered.status,
            headers={n: v for n, v in answered.getheaders() if n.lower() in _KEPT},
            answer=answered.read(),
        )
        connection.close()
        self.noted.append(found)
        return found


class Replay(_Server):
    """Answers what was noted, in its order; `left` is what was not asked for."""

    def __init__(self, noted: Sequence[Exchange]) -> None:
        super().__init__()
        self._noted = list(noted)
        self.left: list[Exchange] = []
        self.unexpected: list[str] = []

    def again(self) -> None:
        self.left = list(self._noted)

    def exchange(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Exchange:
        asked = _operation(method, path, headers, body)
        if not self.left or self.left[0].operation != asked:
            self.unexpected.append(asked)
            return Exchange("", "", asked, body, 400, {}, b'{"__type": "ValidationException"}')
        return self.left.pop(0)


def _of_form(form: dict[str, str]) -> dict[str, Any]:
    """`Tags.member.1.Key=…` is a list of structures."""
    found: dict[str, Any] = {}
    for name, value in form.items():
        plain, _, rest = name.partition(".member.")
        if rest:
            number, _, field = rest.partition(".")
            members = found.setdefault(plain, [])
            members.extend({} for _ in range(int(number) - len(members)))
            members[int(number) - 1][field] = value
        elif name not in {"Action", "Version"}:
            found[name] = value
    return found


def _operation(method: str, path: str, headers: dict[str, str], body: bytes) -> str:
    lower = {name.lower(): value for name, value in headers.items()}
    if target := lower.get("x-amz-target"):
        return target
    if body.startswith(b"Action="):
        return body.split(b"&")[0].decode().replace("Action=", "Query.")
    return f"{method} {path}"
