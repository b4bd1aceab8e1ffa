"""`make demo` as a newcomer sees it, and as it ends when something dies under it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from orderloom_cli.local import LocalEnvironment
from tests.e2e.waiting import eventually

ORDERLOOM = [sys.executable, "-c", "from orderloom_cli.main import main; main()"]
DEMO = LocalEnvironment("demo")


@contextmanager
def demo() -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [*ORDERLOOM, "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=_interruptible,  # noqa: PLW1509 - single-threaded child, one call
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def started() -> tuple[int, int]:
    """Process ids of the demo's emulator and simulator, once the stack is deployed."""
    details = eventually(
        lambda: DEMO.details if DEMO.is_running() else None,
        until=lambda found: found is not None,
        seconds=120,
    )
    assert details is not None
    return details.emulator.pid, details.simulator.pid


def gone(pid: int) -> bool:
    """Ended; a zombie waits only for whoever adopted it."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def all_gone(*pids: int) -> bool:
    return eventually(lambda: all(map(gone, pids)), until=bool, seconds=10)


def _interruptible() -> None:
    # A test run in the background may have been told to ignore Ctrl-C, and hand that on.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_demo_ends_well_and_leaves_nothing_behind() -> None:
    with demo() as process:
        pids = started()
        output, _ = process.communicate(timeout=240)
    assert process.returncode == 0, output
    assert output.rstrip().endswith("demo: ok")
    assert all_gone(*pids)


@pytest.mark.parametrize("victim", ["emulator", "simulator"])
def test_a_death_under_the_demo_is_told_and_cleaned_up(victim: str) -> None:
    with demo() as process:
        emulator, simulator = started()
        os.kill(emulator if victim == "emulator" else simulator, signal.SIGKILL)
        output, _ = process.communicate(timeout=120)
    assert process.returncode not in {0, None}
    assert "Traceback" not in output
    assert victim in output.lower()
    assert all_gone(emulator, simulator)


def test_ctrl_c_cleans_up() -> None:
    with demo() as process:
        pids = started()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert all_gone(*pids)
