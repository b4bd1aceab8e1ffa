"""Stripe's API as dj-stripe asks it while it applies a webhook: answered at once.

An object of our sample events, under whatever id it is asked for.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.paths import ROOT

_EVENTS = ROOT / "events" / "stripe"


class StripeAnswers:
    """`url` goes into `stripe.api_base`; `asked` are the paths asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        peer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                peer.asked.append(path)
                found = _object(path)
                answer = json.dumps(found or {"error": {"message": f"no {path}"}}).encode()
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "application/json")
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


def _object(path: str) -> dict[str, Any] | None:
    _, _, kind, *named = path.split("/")
    if kind == "account":
        return {"id": "acct_bench", "object": "account", "livemode": False, "metadata": {}}
    if kind == "charges":
        charge = _of_event("charge.succeeded")
        intent = named[0].replace("ch_", "pi_", 1)
        return {**charge, "id": named[0], "payment_intent": intent, "balance_transaction": None}
    if kind == "payment_intents":
        return {**_of_event("payment_intent.succeeded"), "id": named[0]}
    return None


def _of_event(name: str) -> dict[str, Any]:
    event = json.loads((_EVENTS / f"{name}.json").read_text())
    found: dict[str, Any] = event["data"]["object"]
    return found
