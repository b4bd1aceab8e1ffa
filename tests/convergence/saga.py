"""The saga, run from the definition that is deployed; a step at a time, so others come between."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from orderloom.domain.closing import Failure
from orderloom.errors import TransientError
from orderloom.ports.saga import SagaEngine

from infra.constructs.saga_definition import SAGA_STEPS, saga_definition

_STATES: dict[str, Any] = saga_definition(functions={name: name for name in SAGA_STEPS})["States"]
_FIRST, _WAITING = "ReserveStock", "AwaitPayment"
_MOST_TRIES = 10

StepOf = Callable[[str, "Execution"], None]


@dataclass
class Execution:
    """One run: the state it is in, and why it turned back.

    Attributes:
        waits: it has handed out its token, and goes on with the answer.
        answer: None until there is one; "" is yes.
    """

    attempt: int
    state: str | None = _FIRST
    failure: Failure | None = None
    failed_step: str = ""
    waits: bool = False
    answer: str | None = None
    tries: int = 0

    @property
    def token(self) -> str:
        return str(self.attempt)

    @property
    def can_move(self) -> bool:
        return self.state is not None and not (self.waits and self.answer is None)


@dataclass
class Executions(SagaEngine):
    """What Step Functions has running."""

    running: dict[int, Execution] = field(default_factory=dict)

    def start(
        self,
        *,
        tenant_id: str,  # noqa: ARG002 - there is one
        order_id: str,  # noqa: ARG002 - as above
        attempt: int,
        payment_window_seconds: int,  # noqa: ARG002 - the history says when it is over
    ) -> None:
        """One execution for each attempt, however often it is started."""
        self.running.setdefault(attempt, Execution(attempt))

    def resume(self, token: str) -> None:
        self._answer(token, "")

    def fail(self, token: str, *, error: str, cause: str) -> None:  # noqa: ARG002
        self._answer(token, error)

    def movable(self) -> list[Execution]:
        return [execution for execution in self.running.values() if execution.can_move]

    def _answer(self, token: str, answer: str) -> None:
        """A token whose state is over takes no answer."""
        execution = self.running[int(token)]
        if execution.state == _WAITING and execution.answer is None:
            execution.answer = answer


def move(execution: Execution, run: StepOf) -> None:
    """One step of `execution`: the state's function, or the answer it waited for."""
    state = execution.state or ""
    try:
        if execution.waits:
            _take(execution)
        elif _STATES[state]["Type"] == "Task":
            run(_function(state), execution)
    except TransientError as error:
        execution.tries += 1
        if execution.tries > _MOST_TRIES:
            _turn_back(execution, error)
        return
    except Exception as error:  # noqa: BLE001 - States.ALL
        _turn_back(execution, error)
        return
    if state == _WAITING and not execution.waits:
        execution.waits = True
        return
    execution.tries = 0
    execution.waits = False
    execution.state = _STATES[state].get("Next")


class AnsweredWithError(Exception):
    """The token was answered with a failure."""


def _take(execution: Execution) -> None:
    if execution.answer:
        raise AnsweredWithError(execution.answer)


def _turn_back(execution: Execution, error: Exception) -> None:
    name = str(error) if isinstance(error, AnsweredWithError) else type(error).__name__
    state = execution.state or ""
    for caught in _STATES[state].get("Catch", []):
        if set(caught["ErrorEquals"]) & {name, "States.ALL"}:
            if caught["Next"] == "OpenTask":
                execution.failed_step = state
            execution.failure = Failure(error=name, detail="")
            execution.state, execution.waits, execution.tries = caught["Next"], False, 0
            return
    raise error


def _function(state: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", state).lower()
