"""Handing out the sweeps: one message a connection, however many there are."""

from collections.abc import Callable, Iterator

from orderloom.domain.sweep_messages import Sweep, SweepConnection, SweepTenants
from orderloom.domain.sweeps import Book
from orderloom.keys import TENANT_LIST_SHARDS
from orderloom.ports.sweep_queue import SweepQueue
from orderloom.ports.tenants import TenantDirectory

TENANTS_A_MESSAGE = 500
"""Their connections are looked up one by one: some seconds; the rest becomes a message."""


class PlanSweeps:
    """Nothing here is done twice with harm, so any message may be repeated.

    `has_book` tells whether a provider keeps a record of that kind.
    """

    def __init__(
        self,
        *,
        tenants: TenantDirectory,
        queue: SweepQueue,
        has_book: Callable[[str, Book], bool],
    ) -> None:
        self._tenants = tenants
        self._queue = queue
        self._has_book = has_book

    def everybody(self, book: Book) -> None:
        shards = range(TENANT_LIST_SHARDS)
        self._queue.send([SweepTenants(book=book, shard=shard) for shard in shards])

    def some(self, part: SweepTenants) -> int:
        """How many connections were handed out."""
        found = self._tenants.page(part.shard, after=part.after, limit=TENANTS_A_MESSAGE)
        sweeps: list[Sweep] = [
            sweep for tenant_id in found for sweep in self._of(tenant_id, part.book)
        ]
        handed_out = len(sweeps)
        if len(found) == TENANTS_A_MESSAGE:
            sweeps.append(part.model_copy(update={"after": found[-1]}))
        self._queue.send(sweeps)
        return handed_out

    def _of(self, tenant_id: str, book: Book) -> Iterator[SweepConnection]:
        for provider in self._tenants.connected(tenant_id):
            if self._has_book(provider, book):
                yield SweepConnection(book=book, tenant_id=tenant_id, provider=provider)
