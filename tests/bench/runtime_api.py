"""The Lambda Runtime API on loopback, as the real runtime client asks it.

Contract: docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html. One function process at a time.
"""

import json
import queue
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE_SECONDS = 60.0
_ARN = "arn:aws:lambda:us-east-1:000000000000:function:bench"

_TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0"


@dataclass(frozen=True)
class Answer:
    """What a function answered, and when the answer was all here (seconds, monotonic)."""

    document: Any
    at: float
    failed: bool


class RuntimeApi:
    """`address` goes into AWS_LAMBDA_RUNTIME_API; then `ready` and `invoke`."""

    def __init__(self) -> None:
        self._asked: queue.Queue[float] = queue.Queue()
        self._events: queue.Queue[bytes | None] = queue.Queue()
        self._answers: queue.Queue[Answer] = queue.Queue()
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                api._asked.put(time.perf_counter())
                event = api._events.get()
                if event is None:
                    self.close_connection = True
                    return
                deadline = int((time.time() + PATIENCE_SECONDS) * 1000)
                self._send(
                    200,
                    event,
                    {
                        "Lambda-Runtime-Aws-Request-Id": "bench",
                        "Lambda-Runtime-Deadline-Ms": str(deadline),
                        "Lambda-Runtime-Invoked-Function-Arn": _ARN,
                        "Lambda-Runtime-Trace-Id": _TRACE,
                        "Content-Type": "application/json",
                    },
                )

            def do_POST(self) -> None:
                body = self._body()
                at = time.perf_counter()
                failed = not self.path.endswith("/response")
                api._answers.put(Answer(json.loads(body), at, failed))
                self._send(202, b"{}", {})

            def log_message(self, *_: object) -> None:
                pass

            def _body(self) -> bytes:
                if self.headers.get("Transfer-Encoding") != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in (headers | {"Content-Length": str(len(body))}).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def ready(self) -> float:
        """When the function asked for an event; raises queue.Empty if it does not."""
        return self._asked.get(timeout=PATIENCE_SECONDS)

    def invoke(self, event: bytes) -> Answer:
        self._events.put(event)
        return self._answers.get(timeout=PATIENCE_SECONDS)

    def close(self) -> None:
        self._events.put(None)
        self._server.shutdown()
        self._server.server_close()
