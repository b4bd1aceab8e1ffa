"""The processes functions run in: those of one emulator, and no others."""

import os
import platform
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_FUNCTION = "POWERTOOLS_SERVICE_NAME"
_SOCKETS = Path("/proc/net/tcp")


@dataclass
class Workers:
    """`emulator`: its process id, once it runs; nothing outside its own session is looked at."""

    emulator: int | None = None
    _functions: dict[int, str] = field(default_factory=dict)

    def function_at(self, port: int) -> str:
        """Which of `functions/` has a connection that begins at this port; "" if it is gone."""
        holder = self._holder(port)
        return self._name(holder) if holder else ""

    def kill_at(self, port: int) -> bool:
        """Kill the worker whose end of a connection on this machine is `port`."""
        holder = self._holder(port)
        if holder:
            self._kill(holder)
        return holder is not None

    def kill_all(self) -> None:
        """Each function starts anew: with its code, its caches and its clock as they are now."""
        for worker in self._running():
            self._kill(worker)

    def pause(self, *, stopped: bool) -> None:
        """Stop the emulator itself, or let it go on."""
        if self.emulator is not None:
            emulator = psutil.Process(self.emulator)
            (emulator.suspend if stopped else emulator.resume)()

    def _holder(self, port: int) -> int | None:
        has = _holding(port)
        return next((worker for worker in self._running() if has(worker)), None)

    def _running(self) -> list[int]:
        """The emulator leads a session, and its workers stay in it."""
        return [
            pid
            for pid in psutil.pids()
            if pid != self.emulator and _session(pid) == self.emulator and self._name(pid)
        ]

    def _name(self, pid: int) -> str:
        if not self._functions.get(pid):
            with suppress(psutil.Error):
                self._functions[pid] = psutil.Process(pid).environ().get(_FUNCTION, "")
        return self._functions.get(pid, "")

    @staticmethod
    def _kill(pid: int) -> None:
        with suppress(psutil.NoSuchProcess):
            psutil.Process(pid).kill()


def _holding(port: int) -> Callable[[int], bool]:
    """Whether a process has a connection that begins at a port; one look at all sockets."""
    link = _link(port) if platform.system() == "Linux" else None

    def has(pid: int) -> bool:
        with suppress(psutil.Error, OSError):
            if link is None:
                found = psutil.Process(pid).net_connections("tcp4")
                return port in [getattr(one.laddr, "port", None) for one in found]
            files = Path(f"/proc/{pid}/fd").iterdir()
            return any(str(file.readlink()) == link for file in files)
        return False

    return has


def _link(port: int) -> str:
    """What /proc calls the socket: its ports are in hexadecimal, its inode the tenth word."""
    for line in _SOCKETS.read_text().splitlines()[1:]:
        words = line.split()
        if words[1].endswith(f":{port:04X}") and words[9] != "0":
            return f"socket:[{words[9]}]"
    return "socket:[gone]"


def _session(pid: int) -> int:
    with suppress(OSError):
        return os.getsid(pid)
    return 0
