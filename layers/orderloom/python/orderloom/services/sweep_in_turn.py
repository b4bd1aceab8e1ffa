"""One message of the sweep's queue: a piece of a run, and who goes on with the rest."""

from collections.abc import Callable

from orderloom.domain.sweep_messages import SweepConnection
from orderloom.errors import NotFound, ProviderUnavailable, VersionConflict
from orderloom.ports.sweep_queue import LONGEST_DELAY_SECONDS, SweepQueue

ATTEMPTS = 3
_BEFORE_ANOTHER_SECONDS = 60


class SweepInTurn:
    """`sweep` does a piece of one book, and returns the message that goes on with the rest.

    What is too long for one function goes on with a message of its own, behind those of all
    other tenants. A provider that cannot be read is left alone for as long as it asks.
    """

    def __init__(
        self, *, sweep: Callable[[SweepConnection], SweepConnection | None], queue: SweepQueue
    ) -> None:
        self._sweep = sweep
        self._queue = queue

    def __call__(self, message: SweepConnection) -> None:
        """Another who reads this book now, or a connection that is gone, is no failure.

        Raises ProviderUnavailable (it is tried again if that may help), ProviderRefused.
        """
        try:
            rest = self._sweep(message)
        except (VersionConflict, NotFound):
            return
        except ProviderUnavailable as exc:
            self._try_later(message, exc.retry_after)
            raise
        if rest is not None:
            self._queue.send([rest.model_copy(update={"attempt": 0})])

    def _try_later(self, message: SweepConnection, retry_after: float | None) -> None:
        wait = int(retry_after or _BEFORE_ANOTHER_SECONDS * 2**message.attempt)
        # The schedule comes round anyway: what would take longer is left to it.
        if message.attempt + 1 < ATTEMPTS and wait <= LONGEST_DELAY_SECONDS:
            again = message.model_copy(update={"attempt": message.attempt + 1})
            self._queue.send([again], delay_seconds=wait)
