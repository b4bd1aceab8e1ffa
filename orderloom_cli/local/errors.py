"""What can go wrong when running Orderloom on this machine.

LocalError
├── SetUpMissingError     something `make setup` builds is not there
├── AlreadyRunningError   start() of an environment that runs
├── NotRunningError       details of an environment that does not run
├── ProcessDiedError      the emulator or the simulator ended by itself
├── NotReadyError         it runs, but did not answer in time
├── SynthesisError        the CDK application did not synthesise
└── DeploymentError       the CDK application was not deployed
"""

from pathlib import Path

_TAIL_LINES = 15


class LocalError(Exception):
    """Base of all; the message is meant for the person at the terminal."""


class SetUpMissingError(LocalError):
    """``missing`` is a path that `make setup` would have made."""

    def __init__(self, missing: Path) -> None:
        super().__init__(f"{missing} is not there: run `make setup` first.")
        self.missing = missing


class AlreadyRunningError(LocalError):
    """``directory`` is the running environment's."""

    def __init__(self, directory: Path) -> None:
        super().__init__(f"Already running, see {directory}; stop it with `make down`.")
        self.directory = directory


class NotRunningError(LocalError):
    """``directory`` is where the environment would be."""

    def __init__(self, directory: Path) -> None:
        super().__init__(f"Nothing is running in {directory}; start it with `make up`.")
        self.directory = directory


class _LoggedError(LocalError):
    """An error whose reason is at the end of a log file."""

    def __init__(self, summary: str, log: Path) -> None:
        super().__init__(f"{summary}\nThe end of {log}:\n{tail(log)}")
        self.summary = summary
        self.log = log


class ProcessDiedError(_LoggedError):
    """``process`` is "emulator" or "simulator"."""

    def __init__(self, process: str, log: Path) -> None:
        super().__init__(f"The {process} has died.", log)
        self.process = process


class NotReadyError(_LoggedError):
    """``process`` runs but did not become ready within ``seconds``."""

    def __init__(self, process: str, log: Path, *, seconds: float) -> None:
        super().__init__(f"The {process} was not ready within {seconds:.0f} s.", log)
        self.process = process
        self.seconds = seconds


class SynthesisError(_LoggedError):
    """The CDK application did not synthesise."""

    def __init__(self, log: Path) -> None:
        super().__init__("The CDK application did not synthesise.", log)


class DeploymentError(_LoggedError):
    """``cdk deploy`` onto the emulator failed."""

    def __init__(self, log: Path) -> None:
        super().__init__("Deploying onto the emulator failed.", log)


def tail(log: Path, lines: int = _TAIL_LINES) -> str:
    """The last lines of a log file, indented; a note where there is no file."""
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return "  (no such file)"
    return "\n".join(f"  {line}" for line in text.splitlines()[-lines:])
