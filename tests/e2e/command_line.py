"""The command line against the suite's environment, in this process."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from orderloom_cli.console import Output
from orderloom_cli.local_file import LocalFile
from orderloom_cli.main import run
from orderloom_cli.running import described
from orderloom_cli.session import Choice, Session, local_deployment
from tests.e2e.world import World


@dataclass(frozen=True)
class CommandLine:
    """`ok` expects success and gives the JSON document; `exit_code` expects nothing."""

    file: LocalFile
    capture: pytest.CaptureFixture[str]

    @classmethod
    def of(cls, world: World, capture: pytest.CaptureFixture[str]) -> "CommandLine":
        return cls(described(world.details), capture)

    def ok(self, *words: str, tenant: str | None = None) -> Any:
        assert self.exit_code(*words, tenant=tenant) == 0, self.capture.readouterr().err
        return json.loads(self.capture.readouterr().out)

    def refused(self, *words: str, tenant: str | None = None) -> tuple[int, dict[str, Any]]:
        """Exit code and the error document."""
        code = self.exit_code(*words, tenant=tenant)
        last = self.capture.readouterr().err.strip().splitlines()[-1]
        error: dict[str, Any] = json.loads(last)["error"]
        return code, error

    def exit_code(self, *words: str, tenant: str | None = None) -> int:
        self.capture.readouterr()
        session = Session(output=Output.for_terminal(as_json=True), choice=Choice(tenant=tenant))
        vars(session)["deployment"] = local_deployment(self.file)
        return run([*words, "--json"], session)
