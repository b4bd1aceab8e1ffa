"""The data layer's tests once more, on a second DynamoDB.

moto's DynamoDB shares no code with the emulator's, so what holds on both is more likely to be
DynamoDB's behaviour than one imitation's. Run `python -m tests.integration.second_engine`. For
any other engine set ORDERLOOM_DYNAMODB_ENDPOINT to its address and run pytest on
tests/integration.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

# On moto, filling the list of 100,000 orders takes an hour; and what a step costs is told by
# the engine that counts as DynamoDB does, after a set-up that takes moto two minutes in all.
_TOO_SLOW_THERE = ("test_list_costs.py", "test_step_costs.py")

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class OneAtATime:
    """DynamoDB isolates transactions; moto does not, unless nothing runs beside them."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application
        self._lock = threading.Lock()

    def __call__(
        self, environment: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        with self._lock:
            return list(self._application(environment, start_response))


class SilentHandler(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """No line for each request."""


def main(arguments: Sequence[str]) -> int:
    """Exit code of pytest, which gets the arguments."""
    application = OneAtATime(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=SilentHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["ORDERLOOM_DYNAMODB_ENDPOINT"] = f"http://127.0.0.1:{server.port}"
    try:
        ignored = [f"--ignore=tests/integration/{name}" for name in _TOO_SLOW_THERE]
        return int(pytest.main(["tests/integration", "-q", *ignored, *arguments]))
    finally:
        server.shutdown()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
