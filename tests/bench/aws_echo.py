"""What the door asks of AWS, answered on loopback at once: an echo, not a queue.

SQS takes whatever is sent, DynamoDB knows one connection, KMS opens its secret.
"""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "whsec_bench"
_ITEM = {
    "PK": {"S": "T#bench#META"},
    "signing_secrets": {
        "L": [{"M": {"id": {"S": "sec_1"}, "enc": {"S": base64.b64encode(b"sealed").decode()}}}]
    },
}


class AwsEcho:
    """`url` goes into AWS_ENDPOINT_URL; `sent` counts the messages taken."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        echo = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
                echo.calls.append(operation)
                answer = json.dumps(_answer(operation, body)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/x-amz-json-1.0")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _answer(operation: str, body: bytes) -> dict[str, Any]:
    match operation:
        case "GetItem":
            return {"Item": _ITEM}
        case "Decrypt":
            return {"Plaintext": base64.b64encode(SECRET.encode()).decode()}
        case "SendMessage":
            sent = json.loads(body)["MessageBody"].encode()
            digest = hashlib.md5(sent, usedforsecurity=False).hexdigest()
            return {"MessageId": "echo", "MD5OfMessageBody": digest}
        case _:
            raise ValueError(operation)


if __name__ == "__main__":  # in a process of its own, until it is killed
    print(AwsEcho().url, flush=True)  # noqa: T201 - tells where
    threading.Event().wait()
