"""Programs that run to their end while the environment's processes are watched."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from infra.paths import ROOT
from orderloom_cli.local.processes import die_with_parent, kill_group

_POLL_SECONDS = 0.05


def run(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str],
    watch: Callable[[], None],
) -> int:
    """Run a command and return its exit code; its output is the log.

    ``watch`` is called again and again; when it raises, or this process is
    interrupted, the command and its children are killed.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=die_with_parent(),  # noqa: PLW1509
        )
    try:
        while process.poll() is None:
            watch()
            time.sleep(_POLL_SECONDS)
    except BaseException:
        kill_group(process.pid)
        process.wait()
        raise
    return process.returncode
