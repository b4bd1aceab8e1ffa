"""Where a running environment is: kept in its directory for later commands."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from orderloom_cli.local.emulator import REGION, root_environment
from orderloom_cli.local.ports import LOOPBACK
from orderloom_cli.local.processes import Child

STATE_FILE: Final = "state.json"


@dataclass(frozen=True, kw_only=True)
class LocalDetails:
    """Addresses and processes of an environment.

    ``outputs`` are the stack's: ApiId, TableName, InboundQueueUrl,
    WorkflowQueueUrl, StateMachineArn, LabelBucket, CredentialsKeyArn,
    OperatorKeySecretArn. It is empty until the stack is deployed.
    """

    directory: Path
    emulator_port: int
    simulator_port: int
    emulator: Child
    simulator: Child
    outputs: dict[str, str]

    @property
    def emulator_url(self) -> str:
        """The AWS endpoint, for programs outside the functions."""
        return f"http://{LOOPBACK}:{self.emulator_port}"

    @property
    def simulator_url(self) -> str:
        """The simulator's base address."""
        return f"http://{LOOPBACK}:{self.simulator_port}"

    @property
    def api_url(self) -> str:
        """The HTTP API's base address, by path: no name has to resolve."""
        return f"{self.emulator_url}/_aws/execute-api/{self.outputs['ApiId']}/$default"

    @property
    def region(self) -> str:
        """The region the stack is deployed to."""
        return REGION

    @property
    def children(self) -> tuple[Child, Child]:
        """The processes of the environment."""
        return (self.emulator, self.simulator)

    def aws_environment(self) -> dict[str, str]:
        """AWS_* variables with which boto3 reaches the emulator as its owner."""
        return root_environment(self.emulator_url)

    def save(self) -> None:
        """Write the state file, whole or not at all."""
        text = json.dumps(asdict(self), default=str, indent=2)
        unfinished = self.directory / f"{STATE_FILE}.unfinished"
        unfinished.write_text(f"{text}\n")
        unfinished.replace(self.directory / STATE_FILE)

    @classmethod
    def load(cls, directory: Path) -> "LocalDetails | None":
        """What the state file says; None when there is none."""
        try:
            state = json.loads((directory / STATE_FILE).read_text())
        except FileNotFoundError:
            return None
        return cls(
            directory=Path(state["directory"]),
            emulator_port=state["emulator_port"],
            simulator_port=state["simulator_port"],
            emulator=_child(state["emulator"]),
            simulator=_child(state["simulator"]),
            outputs=state["outputs"],
        )


def _child(state: dict[str, Any]) -> Child:
    return Child(name=state["name"], pid=state["pid"], born=state["born"], log=Path(state["log"]))
