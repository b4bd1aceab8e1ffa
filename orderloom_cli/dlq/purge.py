"""Deleting dead letters for good."""

from collections.abc import Callable, Iterable

from orderloom_cli.dlq.filters import Filter
from orderloom_cli.dlq.model import DeadLetter, DeadLetterQueue
from orderloom_cli.dlq.ports import DeadLetterStore, NotAcceptedError, Timer
from orderloom_cli.dlq.sweep import Sweep


def matching(
    store: DeadLetterStore,
    timer: Timer,
    queues: Iterable[DeadLetterQueue],
    wanted: Filter,
    *,
    limit: int | None = None,
) -> list[DeadLetter]:
    """The messages meant, looked at and given back."""
    found: list[DeadLetter] = []
    for queue in queues:
        with Sweep(store, queue) as sweep:
            for letter in sweep:
                if limit is not None and len(found) >= limit:
                    return found
                if wanted.matches(letter, timer.now()):
                    found.append(letter)
    return found


def purge(
    store: DeadLetterStore,
    letters: Iterable[DeadLetter],
    tell: Callable[[DeadLetter, str], None],
) -> None:
    """Deletes exactly these messages and no newer one; `tell` hears why one was kept ("": gone).

    Each is received again first: by now its receipt may have run out.
    """
    doomed: dict[str, set[str]] = {}
    queues: dict[str, DeadLetterQueue] = {}
    for letter in letters:
        queues[letter.queue.arn] = letter.queue
        doomed.setdefault(letter.queue.arn, set()).add(letter.message_id)
    for arn, queue in queues.items():
        with Sweep(store, queue) as sweep:
            for letter in sweep:
                if letter.message_id in doomed[arn]:
                    tell(letter, _delete(store, letter, sweep))


def _delete(store: DeadLetterStore, letter: DeadLetter, sweep: Sweep) -> str:
    try:
        store.delete(letter)
    except NotAcceptedError as refusal:
        return str(refusal)
    sweep.settled(letter)
    return ""
