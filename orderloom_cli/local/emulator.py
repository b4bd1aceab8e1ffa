"""The embedded emulator: MiniStack, in its own virtual environment, IAM enforced."""

import os
from pathlib import Path
from typing import Final

from infra.paths import EMULATOR_PYTHON
from orderloom_cli.local.errors import SetUpMissingError
from orderloom_cli.local.ports import LOOPBACK
from orderloom_cli.local.processes import Child, spawn

ACCOUNT: Final = "000000000000"
REGION: Final = "us-east-1"
HEALTH_PATH: Final = "/_ministack/health"
# The emulator's root credentials: they open nothing but this machine's emulator.
_ROOT_KEY: Final = "test"
_TTL_SECONDS: Final = 5


def start_emulator(
    directory: Path,
    *,
    port: int,
    wire_url: str | None,
    saga_wait_scale: float,
    redelivery_scale: float,
    outlive_parent: bool,
) -> Child:
    """Start MiniStack with all its files below ``directory``.

    ``wire_url``, if given, is what functions get as their AWS endpoint instead
    of the emulator itself: a recording proxy. Its log is ``emulator.log``.
    """
    if not EMULATOR_PYTHON.exists():
        raise SetUpMissingError(EMULATOR_PYTHON)
    environment = _environment(directory, port=port)
    environment["SFN_WAIT_SCALE"] = str(saga_wait_scale)
    environment["SQS_REDELIVERY_SCALE"] = str(redelivery_scale)
    if wire_url is not None:
        environment["AWS_ENDPOINT_URL"] = wire_url
    return spawn(
        "emulator",
        [str(EMULATOR_PYTHON), "-m", "ministack"],
        log=directory / "emulator.log",
        environment=environment,
        directory=directory,
        outlive_parent=outlive_parent,
    )


def _environment(directory: Path, *, port: int) -> dict[str, str]:
    temporary = temporary_files(directory)
    temporary.mkdir(parents=True, exist_ok=True)
    # Built from nothing: functions inherit what the emulator has, and must not
    # see this machine's environment.
    return {
        "PATH": os.defpath,
        "HOME": str(temporary),
        "LANG": "C.UTF-8",
        "TMPDIR": str(temporary),
        "S3_DATA_DIR": str(directory / "s3"),
        "STATE_DIR": str(directory / "state"),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": LOOPBACK,
        "AUTH": "true",
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "AWS_ACCESS_KEY_ID": _ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": _ROOT_KEY,
        # Servers of services that are not used here, on ports that are fixed.
        "IOT_MTLS_ENABLED": "false",
        "SFTP_ENABLED": "false",
        # AWS takes days; nobody waits that long for an order to be archived here.
        "DYNAMODB_TTL_SECONDS": str(_TTL_SECONDS),
        "PYTHONUNBUFFERED": "1",
    }


def temporary_files(directory: Path) -> Path:
    """Where the emulator unpacks functions: large, and of no use once it has ended."""
    return directory / "tmp"


def root_environment(emulator_url: str) -> dict[str, str]:
    """AWS_* variables for programs that talk to the emulator as its owner."""
    return {
        "AWS_ENDPOINT_URL": emulator_url,
        "AWS_ACCESS_KEY_ID": _ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": _ROOT_KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }
