"""The workflow engine that runs sagas."""

from abc import ABC, abstractmethod


class SagaEngine(ABC):
    """Starting twice and answering a task twice are harmless."""

    @abstractmethod
    def start(
        self, *, tenant_id: str, order_id: str, attempt: int, payment_window_seconds: int
    ) -> None:
        """Start execution `attempt` of the order's saga, unless it was started before."""

    @abstractmethod
    def resume(self, token: str) -> None:
        """Tell the waiting step its payment came; no effect if it no longer waits."""

    @abstractmethod
    def fail(self, token: str, *, error: str, cause: str) -> None:
        """Tell the waiting step its payment will not come; no effect if it no longer waits."""
