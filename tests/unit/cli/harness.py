"""Runs the command line in this process against fakes."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from orderloom_cli.aws import Aws, AwsAccess
from orderloom_cli.console import Output
from orderloom_cli.deployment import Deployment
from orderloom_cli.dlq.workbench import Workbench
from orderloom_cli.local_file import LocalFile
from orderloom_cli.main import run
from orderloom_cli.session import Choice, Session
from tests.unit.cli.fakes import INBOUND, RELAY, FakeStore, FakeStreams, FakeTimer, FakeTransport

LOCAL = LocalFile(
    api_url="http://127.0.0.1:9/api",
    simulator_url="http://127.0.0.1:8",
    operator_key="olo_key",
    endpoint_url="http://127.0.0.1:9",
    region="us-east-1",
    stack="Orderloom-local",
    tenants=[],
)


@dataclass(frozen=True)
class Outcome:
    """What a person or program gets."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        return json.loads(self.err.splitlines()[-1])["error"]


@dataclass
class CommandLine:
    """`run("orders", "list")`; the tenant is acme unless a test says otherwise."""

    capsys: pytest.CaptureFixture[str]
    transport: FakeTransport = field(default_factory=FakeTransport)
    store: FakeStore = field(default_factory=FakeStore)
    streams: FakeStreams = field(default_factory=FakeStreams)
    timer: FakeTimer = field(default_factory=FakeTimer)

    def run(self, *words: str, tenant: str | None = None) -> Outcome:
        bench = Workbench((INBOUND, RELAY), self.store, self.streams, self.timer)
        deployment = Deployment("Orderloom-local", Aws(AwsAccess()), LOCAL)
        session = Session(
            output=Output.for_terminal(as_json="--json" in words),
            choice=Choice(tenant=tenant),
            transport=self.transport,
            find=lambda _choice: deployment,
            open_bench=lambda _deployment: bench,
        )
        code = run(words, session)
        printed = self.capsys.readouterr()
        return Outcome(code, printed.out, printed.err)
