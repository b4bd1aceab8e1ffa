"""Going through a queue once without consuming it."""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from orderloom_cli.dlq.model import DeadLetter, DeadLetterQueue
from orderloom_cli.dlq.ports import DeadLetterStore


class Sweep:
    """Holds what it has received, and at its end gives back what was not settled.

    A context manager, so that Ctrl-C leaves every message visible too. Receiving raises a
    message's receive count; a dead-letter queue has no redrive, so that moves nothing.
    """

    def __init__(
        self, store: DeadLetterStore, queue: DeadLetterQueue, *, hidden_seconds: int = 120
    ) -> None:
        self._store = store
        self._queue = queue
        self._hidden_seconds = hidden_seconds
        self._seen: set[str] = set()
        self._copies: set[str] = set()
        self._held: dict[str, DeadLetter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._held:
            self._store.give_back(list(self._held.values()))

    def __iter__(self) -> Iterator[DeadLetter]:
        """Each message once, even when its hiding ran out and it was received again."""
        while True:
            batch = self._store.receive(self._queue, hidden_seconds=self._hidden_seconds)
            fresh = [letter for letter in batch if letter.message_id not in self._seen]
            # Held before the first is handed out: an interruption must find all of them.
            # A newer receipt replaces an older one, which no longer counts.
            self._held |= {letter.message_id: letter for letter in batch}
            self._seen |= self._held.keys()
            yield from (letter for letter in fresh if letter.message_id not in self._copies)
            if not fresh:
                return

    def settled(self, letter: DeadLetter) -> None:
        """It is gone from the queue: there is nothing to give back."""
        self._held.pop(letter.message_id, None)

    def sent_again(self, message_id: str) -> None:
        """A copy of this id went out. It keeps the id when it fails and comes back here.

        What no try can mend is back within a second: without this, there would be no end.
        """
        self._copies.add(message_id)
