"""The peers' servers, one worker each, with their database and the provider's API."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import psutil

from infra.paths import ROOT
from orderloom_cli.local.ports import free_ports
from tests.bench.aws_echo import SECRET
from tests.bench.postgres import Postgres
from tests.bench.stripe_answers import StripeAnswers

_TOOLS = ROOT / ".bench" / "bin"
_SOURCES = Path(__file__).parent / "peers"
_PATIENCE_SECONDS = 60.0
DJSTRIPE_ENDPOINT = "6f1c1f0a-9a2b-4bb4-9d8f-0d9a53a7a001"


class Peer:
    """A server and the database behind it: `post` webhooks, ask for the processor time of both."""

    def __init__(self, command: Sequence[str], path: str, database: Postgres, stripe: str) -> None:
        (port,) = free_ports(1)
        self._database = database
        self._process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=_SOURCES,
            env=_environment(database, stripe),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30.0)
        self._path = path
        self._await_listening()

    def post(self, body: bytes, headers: dict[str, str]) -> float:
        """Seconds until it was acknowledged."""
        begun = time.perf_counter()
        answer = self._client.post(self._path, content=body, headers=headers)
        taken = time.perf_counter() - begun
        answer.raise_for_status()
        return taken

    def cpu_seconds(self) -> tuple[float, float]:
        """Of the server, and of the database."""
        return _of_tree(psutil.Process(self._process.pid)), _of_tree(self._database.process)

    def close(self) -> None:
        self._client.close()
        self._process.terminate()
        self._process.wait()

    def _await_listening(self) -> None:
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self._client.get("/")
            except httpx.ConnectError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.1)
            else:
                return


class Peers:
    """Both, on one PostgreSQL, with a database each."""

    def __init__(self) -> None:
        self._stripe = StripeAnswers()
        self.postgres = Postgres()
        for name in ("djstripe", "fastapi"):
            _made(self.postgres, name)
        environment = _environment(self.postgres, self._stripe.url)
        set_up = [str(_TOOLS / "python"), "django_peer.py", "set-up"]
        subprocess.run(set_up, cwd=_SOURCES, env=environment, check=True)
        gunicorn = ("-m", "gunicorn", "-w", "1", "-b", "127.0.0.1:{port}", "--keep-alive", "60")
        self.django = Peer(
            [str(_TOOLS / "python"), *gunicorn, "-k", "gthread", "django_peer:application"],
            f"/stripe/webhook/{DJSTRIPE_ENDPOINT}/",
            self.postgres,
            self._stripe.url,
        )
        uvicorn = ("-m", "uvicorn", "--port", "{port}", "--log-level", "warning")
        self.fastapi = Peer(
            [str(_TOOLS / "python"), *uvicorn, "fastapi_peer:app"],
            "/webhooks/stripe/bench",
            self.postgres,
            self._stripe.url,
        )

    @property
    def asked_of_stripe(self) -> list[str]:
        return self._stripe.asked

    def close(self) -> None:
        self.django.close()
        self.fastapi.close()
        self.postgres.close()
        self._stripe.close()


def _made(postgres: Postgres, database: str) -> None:
    connect = "psycopg.connect(sys.argv[1], autocommit=True)"
    script = f"import psycopg, sys; {connect}.execute(sys.argv[2])"
    address = f"postgresql://postgres@127.0.0.1:{postgres.port}/postgres"
    command = [str(_TOOLS / "python"), "-c", script, address, f"CREATE DATABASE {database}"]
    until = time.monotonic() + _PATIENCE_SECONDS
    while subprocess.run(command, check=False, capture_output=True).returncode != 0:
        if time.monotonic() > until:
            raise TimeoutError("PostgreSQL does not answer")
        time.sleep(0.2)


def _environment(postgres: Postgres, stripe: str) -> dict[str, str]:
    return os.environ | {
        "BENCH_DATABASE_PORT": str(postgres.port),
        "BENCH_STRIPE_URL": stripe,
        "BENCH_SECRET": SECRET,
    }


def _of_tree(root: psutil.Process) -> float:
    """Of a process, its children, and those of them that have ended."""
    total = 0.0
    for process in (root, *root.children(recursive=True)):
        times = process.cpu_times()
        total += times.user + times.system
        if process == root:
            total += times.children_user + times.children_system
    return total
