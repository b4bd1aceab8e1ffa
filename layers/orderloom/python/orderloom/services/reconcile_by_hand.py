"""An operator looks for gaps at once, a piece at a time: `orderloom reconcile`."""

from collections.abc import Callable
from datetime import datetime

from orderloom.domain.model import DomainModel
from orderloom.domain.sweeps import Book, SweepState, Window
from orderloom.services.sweep_connection import SweepConnection, SweepReport


class ReconcileRequest(DomainModel):
    """One piece.

    Attributes:
        since: read from then on; None: go on where the last run ended.
        window: how to go on, as the piece before answered.
    """

    provider: str
    book: Book = Book.EVENTS
    since: datetime | None = None
    window: Window | None = None
    dry_run: bool = False


class ReconcileByHand:
    """Without `dry_run` this is the scheduled sweep, begun by somebody else."""

    def __init__(
        self, *, sweep: SweepConnection, state_of: Callable[[str, Book], SweepState]
    ) -> None:
        self._sweep = sweep
        self._state_of = state_of

    def __call__(self, request: ReconcileRequest) -> SweepReport:
        """Raises VersionConflict: a sweep of this connection is under way."""
        if not request.dry_run:
            since = request.since if request.window is None else None
            return self._sweep(request.provider, request.book, since=since)
        window = request.window or self._sweep.window(
            self._state_of(request.provider, request.book), request.since
        )
        if window is None:
            return SweepReport()
        return self._sweep.preview(request.provider, request.book, window)

