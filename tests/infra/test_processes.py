"""Nothing is left behind, whatever way it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra.paths import ROOT
from orderloom_cli.local.errors import NotReadyError, ProcessDiedError
from orderloom_cli.local.ports import free_ports
from orderloom_cli.local.processes import Child, end, is_alive, spawn
from orderloom_cli.local.readiness import wait_until_ready

PARENT_OF_A_STUBBORN_CHILD = """
import subprocess, sys, time
stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
print(subprocess.Popen([sys.executable, "-c", stubborn]).pid, flush=True)
time.sleep(60)
"""


def start(folder: Path, code: str) -> Child:
    return spawn(
        "child",
        [sys.executable, "-c", code],
        log=folder / "child.log",
        environment=os.environ,
        directory=folder,
        outlive_parent=False,
    )


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(condition: object, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if callable(condition) and condition():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ending_a_child_ends_its_stubborn_children_too(tmp_path: Path) -> None:
    child = start(tmp_path, PARENT_OF_A_STUBBORN_CHILD)
    assert eventually(lambda: child.log.read_text().strip())
    grandchild = int(child.log.read_text())
    end([child], patience=0.5)
    assert not is_alive(child)
    assert eventually(lambda: not runs(grandchild))


@pytest.mark.skipif(sys.platform != "linux", reason="needs prctl")
def test_a_child_dies_with_a_killed_parent(tmp_path: Path) -> None:
    code = f"""
import os, pathlib, sys, time
from orderloom_cli.local.processes import spawn
folder = pathlib.Path({str(tmp_path)!r})
child = spawn("child", [sys.executable, "-c", "import time; time.sleep(60)"],
              log=folder / "child.log", environment=os.environ, directory=folder,
              outlive_parent=False)
print(child.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert runs(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert eventually(lambda: not runs(child))


def test_another_process_with_the_same_pid_is_not_ours(tmp_path: Path) -> None:
    child = start(tmp_path, "import time; time.sleep(60)")
    stranger = Child(name="child", pid=child.pid, born="another time", log=child.log)
    end([stranger], patience=0.1)
    assert not is_alive(stranger)
    assert is_alive(child)
    end([child])
    assert not is_alive(child)


def test_a_death_is_told_with_the_end_of_the_log(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    child = start(tmp_path, "raise SystemExit('the reason why')")
    with pytest.raises(ProcessDiedError, match="the reason why") as told:
        wait_until_ready(child, port=port, path="/", seconds=20)
    assert str(child.log) in str(told.value)


def test_waiting_is_bounded(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    child = start(tmp_path, "import time; time.sleep(60)")
    try:
        with pytest.raises(NotReadyError, match="not ready within"):
            wait_until_ready(child, port=port, path="/", seconds=0.2)
    finally:
        end([child])


def test_ports_are_different() -> None:
    assert len(set(free_ports(20))) == 20
