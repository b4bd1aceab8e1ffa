"""One at a time in a checkout: two starts would take each other's processes for leftovers."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orderloom_cli.errors import BusyError


@contextmanager
def alone(command: str, lock: Path) -> Iterator[None]:
    """Raises BusyError while another process is in here; one that was killed holds nothing."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError(
                f"another `{command}` is at work in this checkout; wait for its end"
            ) from None
        yield
