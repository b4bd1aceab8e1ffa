"""A function in a process as Lambda starts it: the real runtime client, the built layers."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import psutil

from infra.paths import ROOT
from tests.bench.runtime_api import Answer, RuntimeApi

RUNTIME = ROOT / ".bench" / "runtime"
PYTHON = ROOT / ".bench" / "bin" / "python"

_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "token",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class LambdaProcess:
    """Started when made; `init_seconds` is until its first question for an event.

    `layers` are folders as Lambda unpacks them into /opt/python. The interpreter sees them, the
    function's own folder and what the Lambda runtime brings, and nothing else.
    """

    def __init__(
        self,
        folder: Path,
        *,
        layers: Sequence[Path] = (),
        environment: Mapping[str, str],
        bytecode: bool = True,
    ) -> None:
        self._api = RuntimeApi()
        path = [folder, *layers, RUNTIME]
        variables = {
            **_CREDENTIALS,
            **environment,
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
            "AWS_EXECUTION_ENV": "AWS_Lambda_python",
            "AWS_LAMBDA_FUNCTION_NAME": folder.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "LAMBDA_TASK_ROOT": str(folder),
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PATH": os.defpath,
        }
        ignoring = [] if bytecode else ["-X", f"pycache_prefix={folder / 'nowhere'}"]
        self._spawned = time.perf_counter()
        self._process = subprocess.Popen(
            [PYTHON, "-S", *ignoring, "-m", "awslambdaric", "handler.handler"],
            cwd=folder,
            env=variables,
            stdout=subprocess.DEVNULL,
        )
        self.init_seconds = self._api.ready() - self._spawned

    def invoke(self, event: bytes, *, failing: bool = False) -> tuple[Answer, float]:
        """The answer, and seconds from handing the event over to having it.

        `failing`: an exception of the function's is an answer as well.
        """
        begun = time.perf_counter()
        answer = self._api.invoke(event)
        if answer.failed and not failing:
            raise RuntimeError(f"the function failed: {answer.document}")
        self._api.ready()
        return answer, answer.at - begun

    def first(self, event: bytes, *, failing: bool = False) -> float:
        """Seconds from spawning to the first answer."""
        answer, _ = self.invoke(event, failing=failing)
        return answer.at - self._spawned

    def cpu_seconds(self) -> float:
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._api.close()
