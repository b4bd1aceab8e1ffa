"""A workflow engine in memory."""

from dataclasses import dataclass

from orderloom.ports.saga import SagaEngine

from tests.fakes.faults import Faults


@dataclass(frozen=True)
class Execution:
    tenant_id: str
    order_id: str
    attempt: int
    payment_window_seconds: int


class FakeSaga(SagaEngine):
    """`answers` are the tokens that were waiting, with "resumed" or the error."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.executions: dict[tuple[str, int], Execution] = {}
        self.answers: dict[str, str] = {}
        self._ended: set[str] = set()

    def start(
        self, *, tenant_id: str, order_id: str, attempt: int, payment_window_seconds: int
    ) -> None:
        with self.faults.around("start"):
            execution = Execution(tenant_id, order_id, attempt, payment_window_seconds)
            self.executions.setdefault((order_id, attempt), execution)

    def resume(self, token: str) -> None:
        with self.faults.around("resume"):
            self._answer(token, "resumed")

    def fail(self, token: str, *, error: str, cause: str) -> None:  # noqa: ARG002
        with self.faults.around("fail"):
            self._answer(token, error)

    def end(self, token: str) -> None:
        """The step stops waiting for other reasons: answers have no effect any more."""
        self._ended.add(token)

    def _answer(self, token: str, answer: str) -> None:
        if token not in self._ended:
            self.answers.setdefault(token, answer)
