"""Deploys the assembly onto the emulator, with the CDK's own command line."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import boto3

from infra.paths import CDK_CLI, TOOLS
from orderloom_cli.local.commands import run
from orderloom_cli.local.emulator import ACCOUNT, REGION, root_environment
from orderloom_cli.local.errors import DeploymentError

# What `cdk bootstrap` would create for a deployment with plain credentials.
_STAGING_BUCKET: Final = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"
_STACK: Final = "Orderloom"
_DEPLOYED_NAME: Final = "Orderloom-local"


def deploy(
    directory: Path, *, assembly: Path, emulator_url: str, watch: Callable[[], None]
) -> dict[str, str]:
    """Deploy and return the stack's outputs. The log is ``<directory>/deploy.log``.

    ``watch`` is called while it lasts, and ends it by raising.
    """
    credentials = root_environment(emulator_url)
    boto3.client(
        "s3",
        endpoint_url=emulator_url,
        region_name=REGION,
        aws_access_key_id=credentials["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=credentials["AWS_SECRET_ACCESS_KEY"],
    ).create_bucket(Bucket=_STAGING_BUCKET)
    log = directory / "deploy.log"
    outputs = directory / "outputs.json"
    code = run(
        [
            *(str(TOOLS / "node"), str(CDK_CLI.resolve())),
            *("deploy", _STACK, "--app", str(assembly), "--outputs-file", str(outputs)),
            *("--require-approval", "never", "--method", "direct"),
            *("--progress", "events", "--no-notices", "--no-version-reporting"),
        ],
        log=log,
        environment=_command_environment(directory, credentials),
        watch=watch,
    )
    if code != 0:
        raise DeploymentError(log)
    deployed: dict[str, dict[str, str]] = json.loads(outputs.read_text())
    return deployed[_DEPLOYED_NAME]


def _command_environment(directory: Path, credentials: dict[str, str]) -> dict[str, str]:
    """This machine's environment without the owner's AWS profile and cdk settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **kept,
        **credentials,
        "PATH": f"{TOOLS}{os.pathsep}{kept.get('PATH', os.defpath)}",
        "CDK_HOME": str(directory / "cdk-home"),
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "AWS_EC2_METADATA_DISABLED": "true",
        "CI": "true",
    }
