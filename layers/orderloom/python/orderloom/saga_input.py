"""What Step Functions hands to the saga's functions."""

import json
from collections.abc import Callable
from functools import wraps

from aws_lambda_powertools.logging import Logger
from pydantic import BaseModel, ConfigDict, SecretStr

from orderloom.domain.closing import Failure
from orderloom.errors import OrderloomError

_LONGEST_DETAIL = 500

logger = Logger(service="saga")


class StepInput(BaseModel):
    """Which order a step is for; all else is in the table."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    tenant_id: str
    order_id: str


class ShippingInput(StepInput):
    """With how often the state was tried before."""

    retries: int = 0


class AwaitInput(StepInput):
    """With the token that answers for the waiting state."""

    task_token: SecretStr


class CaughtError(BaseModel):
    """An error as a state's `Catch` records it."""

    Error: str
    Cause: str = ""

    def described(self) -> Failure:
        """A function's failure has a JSON cause with a stack trace; people need its message."""
        return Failure(error=self.Error, detail=_message(self.Cause)[:_LONGEST_DETAIL])


class UndoInput(StepInput):
    """With the error that turned the saga back."""

    failure: CaughtError


class TaskInput(StepInput):
    """With the compensating step that failed, by its name, and its error."""

    failed_step: dict[str, CaughtError]

    def failed(self) -> tuple[str, Failure]:
        """Name and failure of the compensating step."""
        name, error = next(iter(self.failed_step.items()))
        return name, error.described()


def _message(cause: str) -> str:
    try:
        document = json.loads(cause)
    except ValueError:
        return cause
    return str(document.get("errorMessage", "")) if isinstance(document, dict) else cause


Step = Callable[[dict[str, object], object], None]


def log_step(step: Step) -> Step:
    """One line for each run of a step, whatever its outcome; the error itself goes on."""

    @wraps(step)
    def logged(event: dict[str, object], context: object) -> None:
        ids = {"tenant_id": event.get("tenant_id"), "order_id": event.get("order_id")}
        name = step.__module__ if context is None else getattr(context, "function_name", "")
        try:
            step(event, context)
        except OrderloomError as exc:
            told = {"step": name, "outcome": type(exc).__name__, "reason": str(exc), **ids}
            logger.warning("step", extra=told)
            raise
        logger.info("step", extra={"step": name, "outcome": "done", **ids})

    return logged
