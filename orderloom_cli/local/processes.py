"""Child processes that leave nothing behind.

Every child leads a process group, and its own children (the emulator's Lambda
workers) stay in it, so ending the group ends them all.
"""

import contextlib
import ctypes
import os
import platform
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_POLL_SECONDS = 0.02


@dataclass(frozen=True, kw_only=True)
class Child:
    """A process this project started; still recognised after its parent has gone."""

    name: str
    pid: int
    born: str
    """When it started, as the system tells it: a reused pid has another birth."""
    log: Path


def spawn(
    name: str,
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str],
    directory: Path,
    outlive_parent: bool,
) -> Child:
    """Start a process in a group of its own, with its output in a log file.

    Unless it is to outlive this process, Linux kills it when this process
    ends, however that happens; elsewhere only an orderly end does.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=directory,
            start_new_session=True,
            preexec_fn=None if outlive_parent else die_with_parent(),  # noqa: PLW1509
        )
    # From here on the pid and its birth identify the process, also for a
    # later command; is_alive() reaps it, so Popen's own warning is silenced.
    process.returncode = 0
    return Child(name=name, pid=process.pid, born=_birth(process.pid) or "", log=log)


def is_alive(child: Child) -> bool:
    """Whether this very process still runs (a zombie does not)."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child.pid, os.WNOHANG)
    return _birth(child.pid) == child.born != ""


def end(children: Sequence[Child], *, patience: float = 5.0) -> None:
    """Ask the children's groups to end, and kill what has not after ``patience`` s."""
    _signal_groups(children, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(is_alive(child) for child in children):
        time.sleep(_POLL_SECONDS)
    # Also when the leader has gone: its children may be slower than it was.
    _signal_groups(children, signal.SIGKILL)
    while time.monotonic() < deadline + patience and any(is_alive(child) for child in children):
        time.sleep(_POLL_SECONDS)


def _signal_groups(children: Sequence[Child], number: signal.Signals) -> None:
    for child in children:
        # A group outlives its leader; a pid reused by another process leads
        # no group of ours, and its birth differs.
        if _birth(child.pid) in (child.born, None):
            _signal_group(child.pid, number)


def kill_group(leader: int) -> None:
    """Kill a process and all that stayed in its group."""
    _signal_group(leader, signal.SIGKILL)


def _signal_group(leader: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


def _birth(pid: int) -> str | None:
    """When a process started; None when there is none, or only its zombie."""
    if platform.system() == "Linux":
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return None
        # After the command's closing bracket: state, ..., start time (the 20th).
        fields = status.rpartition(")")[2].split()
        return None if fields[0] == "Z" else fields[19]
    listed = subprocess.run(
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return None if not listed or listed.startswith("Z") else listed.partition(" ")[2].strip()


def die_with_parent() -> Callable[[], None] | None:
    """For Popen's ``preexec_fn``: Linux kills the child when this process ends."""
    if platform.system() != "Linux":
        return None
    # Loaded before the fork: between fork and exec little may be done.
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    return ask
