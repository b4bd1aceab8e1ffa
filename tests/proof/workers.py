"""The processes functions run in: those of one emulator, and no others."""

from contextlib import suppress
from dataclasses import dataclass, field

import psutil

_FUNCTION = "POWERTOOLS_SERVICE_NAME"


@dataclass
class Workers:
    """`emulator`: its process id, once it runs; nothing outside its own children is looked at."""

    emulator: int | None = None
    _functions: dict[int, str] = field(default_factory=dict)

    def function_at(self, port: int) -> str:
        """Which of `functions/` has a connection that begins at this port; "" if it is gone."""
        return next((name for worker, name in self._running() if _has(worker, port)), "")

    def kill_at(self, port: int) -> bool:
        """Kill the worker whose end of a connection on this machine is `port`."""
        for worker, _ in self._running():
            if _has(worker, port):
                worker.kill()
                return True
        return False

    def kill_all(self) -> None:
        """Each function starts anew: with its code, its caches and its clock as they are now."""
        for worker, _ in self._running():
            with suppress(psutil.NoSuchProcess):
                worker.kill()

    def pause(self, *, stopped: bool) -> None:
        """Stop the emulator itself, or let it go on."""
        if self.emulator is not None:
            emulator = psutil.Process(self.emulator)
            (emulator.suspend if stopped else emulator.resume)()

    def _running(self) -> list[tuple[psutil.Process, str]]:
        if self.emulator is None:
            return []
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.emulator).children(recursive=True)
            return [(child, name) for child in children if (name := self._name(child))]
        return []

    def _name(self, child: psutil.Process) -> str:
        if child.pid not in self._functions:
            with suppress(psutil.Error):
                self._functions[child.pid] = child.environ().get(_FUNCTION, "")
        return self._functions.get(child.pid, "")


def _has(worker: psutil.Process, port: int) -> bool:
    with suppress(psutil.Error):
        return any(found.laddr and found.laddr.port == port for found in worker.net_connections())
    return False
