"""The AWS emulator, started for the tests that need a real implementation."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
REGION = "us-east-1"
PYTHON = Path(os.environ.get("ORDERLOOM_EMULATOR_PYTHON", ROOT / ".ministack" / "bin" / "python"))
_STARTS_WITHIN_SECONDS = 30


@contextmanager
def running_emulator(folder: Path) -> Iterator[str]:
    """Its address. All it writes is below `folder`; it is gone afterwards."""
    port = _free_port()
    environment = {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "S3_DATA_DIR": str(folder / "s3"),
        "STATE_DIR": str(folder / "state"),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "PYTHONUNBUFFERED": "1",
    }
    with (folder / "emulator.log").open("wb") as log:
        process = subprocess.Popen(
            [PYTHON, "-m", "ministack"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(address, process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_ministack/health", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("the emulator did not start; see emulator.log in pytest's basetemp")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
