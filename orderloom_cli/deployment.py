"""Where a deployment is, as its CloudFormation stack tells."""

from dataclasses import dataclass
from functools import cached_property

from botocore.exceptions import ClientError

from orderloom_cli.aws import Aws
from orderloom_cli.errors import InconsistentError, NothingDeployedError
from orderloom_cli.local_file import LocalFile

_OPERATOR_KEY_PREFIX = "olo_"


@dataclass(frozen=True)
class StackResource:
    """One resource; `physical_id` is what its service calls it."""

    logical_id: str
    physical_id: str
    kind: str


@dataclass(frozen=True)
class Deployment:
    """One application stack. `local` is there when it runs on this machine."""

    stack: str
    aws: Aws
    local: LocalFile | None = None

    @property
    def api_url(self) -> str:
        # The emulator's own ApiUrl is a host name that not every machine resolves.
        return self.local.api_url if self.local else self.output("ApiUrl").rstrip("/")

    @cached_property
    def operator_key(self) -> str:
        if self.local and self.local.operator_key:
            return self.local.operator_key
        answer = self.aws.secrets.get_secret_value(SecretId=self.output("OperatorKeySecretArn"))
        return _OPERATOR_KEY_PREFIX + answer["SecretString"]

    def output(self, name: str) -> str:
        try:
            return self._outputs[name]
        except KeyError:
            raise InconsistentError(f"stack {self.stack} has no output {name}") from None

    @cached_property
    def _outputs(self) -> dict[str, str]:
        try:
            stacks = self.aws.cloudformation.describe_stacks(StackName=self.stack)["Stacks"]
        except ClientError as exc:
            if exc.response["Error"]["Code"] != "ValidationError":
                raise
            where = f" in {self.aws.region}" if self.aws.region else ""
            raise NothingDeployedError(f"there is no stack {self.stack}{where}") from exc
        outputs = stacks[0].get("Outputs", [])
        return {each["OutputKey"]: each["OutputValue"] for each in outputs}

    @cached_property
    def resources(self) -> tuple[StackResource, ...]:
        pages = self.aws.cloudformation.get_paginator("list_stack_resources").paginate(
            StackName=self.stack
        )
        return tuple(
            StackResource(
                each["LogicalResourceId"],
                each.get("PhysicalResourceId", ""),
                each["ResourceType"],
            )
            for page in pages
            for each in page["StackResourceSummaries"]
        )

    def of_kind(self, kind: str) -> tuple[StackResource, ...]:
        return tuple(each for each in self.resources if each.kind == kind)
