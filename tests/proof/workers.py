"""The processes functions run in: those of one emulator, and no others."""

import os
import platform
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import psutil

_FUNCTION = "POWERTOOLS_SERVICE_NAME"
_SOCKETS = Path("/proc/net/tcp")


class Ends(NamedTuple):
    """The ports between which a connection runs: one alone may be in use towards others, too."""

    here: int
    there: int


@dataclass
class Workers:
    """`emulator`: its process id, once it runs; nothing outside its own session is looked at."""

    emulator: int | None = None
    _functions: dict[int, str] = field(default_factory=dict)

    def function_at(self, ends: Ends) -> str:
        """Which of `functions/` has this connection; "" if it is gone."""
        holder = self._holder(ends)
        return self._name(holder) if holder else ""

    def kill_at(self, ends: Ends) -> bool:
        """Kill the worker that has this connection."""
        holder = self._holder(ends)
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

    def _holder(self, ends: Ends) -> int | None:
        has = _holding(ends)
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


def _holding(ends: Ends) -> Callable[[int], bool]:
    """Whether a process has the connection; one look at all sockets."""
    link = _link(ends) if platform.system() == "Linux" else None

    def has(pid: int) -> bool:
        with suppress(psutil.Error, OSError):
            if link is None:
                found = psutil.Process(pid).net_connections("tcp4")
                return ends in [
                    (getattr(one.laddr, "port", 0), getattr(one.raddr, "port", 0)) for one in found
                ]
            files = Path(f"/proc/{pid}/fd").iterdir()
            return any(str(file.readlink()) == link for file in files)
        return False

    return has


def _link(ends: Ends) -> str:
    """What /proc calls the socket: its ports are in hexadecimal, its inode the tenth word."""
    for line in _SOCKETS.read_text().splitlines()[1:]:
        words = line.split()
        here, there = (int(word.rpartition(":")[2], 16) for word in words[1:3])
        if (here, there) == ends and words[9] != "0":
            return f"socket:[{words[9]}]"
    return "socket:[gone]"


def _session(pid: int) -> int:
    with suppress(OSError):
        return os.getsid(pid)
    return 0
