"""The one place that makes a Lambda function."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.stages import StageSettings

_NOT_CODE = ["__pycache__", "*.pyc", ".mypy_cache"]


@dataclass(frozen=True, kw_only=True)
class FunctionFactory:
    """Makes functions that differ only in name, code, environment and limits."""

    scope: Construct
    stage: StageSettings
    sources: Path
    """The folder that holds one folder for each function."""
    layers: Sequence[lambda_.ILayerVersion]
    environment: Mapping[str, str]
    """What every function is told."""

    def make(
        self,
        name: str,
        *,
        environment: Mapping[str, str] | None = None,
        memory_mib: int | None = None,
        reserved_concurrency: int | None = None,
        timeout: Duration | None = None,
    ) -> lambda_.Function:
        """The function whose code is ``functions/<name>/handler.py``.

        Its role may write its own log group and, where traced, send segments;
        every other permission is granted by the construct that owns the thing.
        """
        home = Construct(self.scope, _camel_case(name))
        log_group = logs.LogGroup(
            home,
            "Logs",
            retention=self.stage.log_retention,
            removal_policy=self.stage.removal_policy,
        )
        role = iam.Role(home, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(role)
        function = lambda_.Function(
            home,
            "Function",
            code=lambda_.Code.from_asset(str(self.sources / name), exclude=_NOT_CODE),
            handler="handler.handler",
            runtime=lambda_.Runtime.PYTHON_3_13,
            # The emulator ignores the architecture and runs what this host runs.
            architecture=lambda_.Architecture.ARM_64,
            layers=list(self.layers),
            role=role,
            log_group=log_group,
            memory_size=memory_mib or self.stage.memory_mib,
            timeout=timeout or self.stage.function_timeout,
            reserved_concurrent_executions=reserved_concurrency,
            tracing=lambda_.Tracing.ACTIVE if self.stage.tracing else lambda_.Tracing.DISABLED,
            environment={
                **self.environment,
                **(environment or {}),
                **self._powertools(name),
            },
        )
        _acknowledge_findings(function, role, traced=self.stage.tracing)
        return function

    def _powertools(self, name: str) -> dict[str, str]:
        return {
            "POWERTOOLS_SERVICE_NAME": name,
            "POWERTOOLS_LOG_LEVEL": self.stage.log_level,
            "POWERTOOLS_METRICS_NAMESPACE": "Orderloom",
        }


def _acknowledge_findings(function: lambda_.Function, role: iam.Role, *, traced: bool) -> None:
    acknowledge(
        function,
        rule="L1",
        reason="Python 3.13 on arm64 is the platform layers, locks and bytecode are built for; "
        "moving on is a change of all of them, made in one place.",
    )
    if traced:
        acknowledge(
            role,
            rule="IAM5[Resource::*]",
            reason="xray:PutTraceSegments and PutTelemetryRecords know no resources.",
        )


def _camel_case(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
