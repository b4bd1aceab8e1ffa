"""What one run of the command line works with, made from its global options."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import typer

from orderloom_cli.aws import Aws, AwsAccess
from orderloom_cli.clients.examination import Examination
from orderloom_cli.clients.merchant_api import MerchantApi
from orderloom_cli.clients.operator_api import OperatorApi
from orderloom_cli.clients.transport import HttpTransport, Transport
from orderloom_cli.console import Output
from orderloom_cli.deployment import Deployment
from orderloom_cli.dlq.workbench import Workbench
from orderloom_cli.errors import NothingDeployedError, UsageError
from orderloom_cli.local_file import LocalFile, load_local_file

LOCAL_STAGE = "local"
_DEFAULT_STAGE = "dev"
# What the emulator knows its owner by; it gives no access to anything else.
_LOCAL_KEY = "test"


@dataclass(frozen=True)
class Choice:
    """Which deployment, and which tenant of it."""

    profile: str | None = None
    region: str | None = None
    stage: str | None = None
    stack: str | None = None
    tenant: str | None = None


def find_deployment(choice: Choice) -> Deployment:
    """--stack, else --stage, else what runs on this machine, else the stage `dev` on AWS."""
    if choice.stage and choice.stack:
        raise UsageError("--stage and --stack name the same thing; give one of them")
    on_aws = bool(choice.stack or choice.profile) or choice.stage not in {None, LOCAL_STAGE}
    local = None if on_aws else load_local_file()
    if local is not None:
        return local_deployment(local)
    if choice.stage == LOCAL_STAGE:
        raise NothingDeployedError("nothing runs on this machine; start it with `orderloom up`")
    stack = choice.stack or f"Orderloom-{choice.stage or _DEFAULT_STAGE}"
    return Deployment(stack, Aws(AwsAccess(region=choice.region, profile=choice.profile)))


def local_deployment(local: LocalFile) -> Deployment:
    """The deployment on this machine, whatever AWS settings the person has."""
    return Deployment(local.stack, local_aws(local.endpoint_url, local.region), local)


def local_aws(endpoint_url: str, region: str) -> Aws:
    return Aws(
        AwsAccess(
            region=region,
            endpoint_url=endpoint_url,
            access_key_id=_LOCAL_KEY,
            secret_access_key=_LOCAL_KEY,
        )
    )


@dataclass(frozen=True)
class Session:
    """Commands take this from `typer.Context.obj`; tests pass one of their own making."""

    output: Output
    choice: Choice = field(default_factory=Choice)
    transport: Transport = field(default_factory=HttpTransport)
    find: Callable[[Choice], Deployment] = find_deployment
    open_bench: Callable[[Deployment], Workbench] = Workbench.of

    @cached_property
    def deployment(self) -> Deployment:
        return self.find(self.choice)

    @cached_property
    def bench(self) -> Workbench:
        return self.open_bench(self.deployment)

    @cached_property
    def operator(self) -> OperatorApi:
        deployment = self.deployment
        return OperatorApi.at(self.transport, deployment.api_url, deployment.operator_key)

    @cached_property
    def merchant(self) -> MerchantApi:
        """The chosen tenant's API, reached with the operator key."""
        deployment = self.deployment
        return MerchantApi.as_operator(
            self.transport, deployment.api_url, deployment.operator_key, self.tenant
        )

    @cached_property
    def examination(self) -> Examination:
        deployment = self.deployment
        return Examination(deployment.aws.functions, deployment.output("ExamineFunctionName"))

    @property
    def tenant(self) -> str:
        """The named tenant; without a name the only one there can be no doubt about."""
        if self.choice.tenant:
            return self.choice.tenant
        local = self.deployment.local
        if local and local.tenants:
            return local.tenants[0].id
        raise UsageError("name the tenant with --tenant")


def session_of(context: typer.Context) -> Session:
    session = context.obj
    if not isinstance(session, Session):
        raise TypeError("the command was not started by orderloom_cli.main")
    return session
