"""Runs the whole of Orderloom on this machine.

The deployed CDK application on the embedded emulator (MiniStack, IAM enforced)
and the provider simulator, on ports of their own choosing.
"""

from orderloom_cli.local.details import LocalDetails
from orderloom_cli.local.environment import LocalEnvironment
from orderloom_cli.local.errors import (
    AlreadyRunningError,
    DeploymentError,
    LocalError,
    NotReadyError,
    NotRunningError,
    ProcessDiedError,
    SetUpMissingError,
    SynthesisError,
)

__all__ = [
    "AlreadyRunningError",
    "DeploymentError",
    "LocalDetails",
    "LocalEnvironment",
    "LocalError",
    "NotReadyError",
    "NotRunningError",
    "ProcessDiedError",
    "SetUpMissingError",
    "SynthesisError",
]
