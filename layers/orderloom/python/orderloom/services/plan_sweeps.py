"""Handing out the sweeps: one message a connection, however many there are."""

from collections.abc import Callable

from orderloom.domain.sweeps import Book, Sweep, SweepConnection, SweepConnections
from orderloom.keys import CONNECTION_LIST_SHARDS
from orderloom.ports.connection_list import ConnectionList
from orderloom.ports.sweep_queue import SweepQueue

CONNECTIONS_A_MESSAGE = 1000
"""Some seconds of sending; the rest of the shard becomes a message of its own."""


class PlanSweeps:
    """Nothing here is done twice with harm, so any message may be repeated.

    `has_book` tells whether a provider keeps a record of that kind.
    """

    def __init__(
        self,
        *,
        connections: ConnectionList,
        queue: SweepQueue,
        has_book: Callable[[str, Book], bool],
    ) -> None:
        self._connections = connections
        self._queue = queue
        self._has_book = has_book

    def everybody(self, book: Book) -> None:
        shards = range(CONNECTION_LIST_SHARDS)
        self._queue.send([SweepConnections(book=book, shard=shard) for shard in shards])

    def some(self, part: SweepConnections) -> int:
        """How many connections were handed out."""
        found = self._connections.page(part.shard, after=part.after, limit=CONNECTIONS_A_MESSAGE)
        sweeps: list[Sweep] = [
            SweepConnection(book=part.book, tenant_id=each.tenant_id, provider=each.provider)
            for each in found
            if self._has_book(each.provider, part.book)
        ]
        handed_out = len(sweeps)
        if len(found) == CONNECTIONS_A_MESSAGE:
            after = found[-1].position
            sweeps.append(part.model_copy(update={"after": after}))
        self._queue.send(sweeps)
        return handed_out
