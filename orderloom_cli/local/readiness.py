"""Waiting, for a bounded time, until a server answers."""

import http.client
import time
from collections.abc import Iterable

from orderloom_cli.local.errors import NotReadyError, ProcessDiedError
from orderloom_cli.local.ports import LOOPBACK
from orderloom_cli.local.processes import Child, is_alive

_POLL_SECONDS = 0.05


def wait_until_ready(child: Child, *, port: int, path: str, seconds: float) -> None:
    """Return once ``GET path`` is answered, whatever the answer's status.

    Raises ProcessDiedError when the process ends first, NotReadyError when the
    time is up.
    """
    deadline = time.monotonic() + seconds
    while not answers(port=port, path=path):
        if not is_alive(child):
            raise ProcessDiedError(child.name, child.log)
        if time.monotonic() > deadline:
            raise NotReadyError(child.name, child.log, seconds=seconds)
        time.sleep(_POLL_SECONDS)


def check_alive(children: Iterable[Child]) -> None:
    """Raise ProcessDiedError for the first that has died."""
    for child in children:
        if not is_alive(child):
            raise ProcessDiedError(child.name, child.log)


def answers(*, port: int, path: str) -> bool:
    """Whether a server on this port answers HTTP."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()
