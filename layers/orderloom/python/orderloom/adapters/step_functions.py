"""Sagas on Step Functions."""

import json
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.errors import AlreadyApplied
from orderloom.ports.saga import SagaEngine

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

_LONGEST_ERROR = 256
_LONGEST_CAUSE = 32_768

_NO_LONGER_WAITS = {"TaskTimedOut": AlreadyApplied, "TaskDoesNotExist": AlreadyApplied}
"""What AWS answers for the token of a step that ended ("Provided task does not exist anymore").
InvalidToken is not among them: it means a text that never was a token."""


class StepFunctionsSaga(SagaEngine):
    """`state_machine_arn` is needed to start; a token alone finds the step that waits."""

    def __init__(
        self, state_machine_arn: str | None, *, sfn: "Callable[[], SFNClient] | None" = None
    ) -> None:
        self._state_machine_arn = state_machine_arn
        self._make_sfn = sfn or _client

    def start(
        self, *, tenant_id: str, order_id: str, attempt: int, payment_window_seconds: int
    ) -> None:
        """The execution's name makes it unique: Step Functions keeps names for 90 days."""
        saga_input = {
            "tenant_id": tenant_id,
            "order_id": order_id,
            "payment_window_seconds": payment_window_seconds,
        }
        try:
            with translated("StartExecution", {"ExecutionAlreadyExists": AlreadyApplied}):
                self._sfn.start_execution(
                    stateMachineArn=self._state_machine_arn or "",
                    name=f"{order_id}-{attempt}",
                    input=json.dumps(saga_input),
                )
        except AlreadyApplied:
            return

    def resume(self, token: str) -> None:
        try:
            with translated("SendTaskSuccess", _NO_LONGER_WAITS):
                self._sfn.send_task_success(taskToken=token, output="{}")
        except AlreadyApplied:
            return

    def fail(self, token: str, *, error: str, cause: str) -> None:
        try:
            with translated("SendTaskFailure", _NO_LONGER_WAITS):
                self._sfn.send_task_failure(
                    taskToken=token, error=error[:_LONGEST_ERROR], cause=cause[:_LONGEST_CAUSE]
                )
        except AlreadyApplied:
            return

    @cached_property
    def _sfn(self) -> "SFNClient":
        return self._make_sfn()


def _client() -> "SFNClient":
    return boto3.client("stepfunctions", config=steady())
