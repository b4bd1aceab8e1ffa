"""Going through whole tables: copying what differs, counting, removing."""

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from orderloom.adapters.dynamodb.stream import COPY_MARK

from orderloom_cli.tenancy.items import Item, Sum, digest, key_of, owner_of
from orderloom_cli.tenancy.ports import Claim, ItemStore


@dataclass
class Difference:
    """What a pass found to do, and did."""

    seen: int = 0
    written: int = 0
    removed: int = 0

    @property
    def changed(self) -> int:
        return self.written + self.removed


@dataclass
class Passes:
    """Over the tenants' items, in `segments` threads; `alive` is called at every page.

    One page is in memory for each thread, however many items there are.
    """

    store: ItemStore
    segments: int = 4
    alive: Callable[[], None] = lambda: None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def copy(self, claims: Mapping[str, Claim], *, consistent: bool) -> Difference:
        """Make the target equal to the source; all claims share both."""
        move = next(iter(claims.values())).move
        done = Difference()

        def bring(page: list[Item]) -> None:
            there = self.store.read(move.target, [key_of(item) for item in page])
            news = [
                item
                for item in page
                if key_of(item) not in there or digest(there[key_of(item)]) != digest(item)
            ]
            with self._lock:
                done.seen += len(page)
                for owner, items in _by_owner(news).items():
                    marked = [{**item, COPY_MARK: {"S": move.move_id}} for item in items]
                    self.store.write(claims[owner], move.target, puts=marked)
                done.written += len(news)

        def prune(page: list[Item]) -> None:
            here = self.store.read(move.source, [key_of(item) for item in page])
            gone = [item for item in page if key_of(item) not in here]
            with self._lock:
                for owner, items in _by_owner(gone).items():
                    deletes = [key_of(item) for item in items]
                    self.store.write(claims[owner], move.target, deletes=deletes)
                done.removed += len(gone)

        self._each(move.source, list(claims), bring, consistent=consistent)
        self._each(move.target, list(claims), prune, consistent=consistent)
        return done

    def sums(self, home: str, tenants: Sequence[str]) -> dict[str, Sum]:
        """Counts and checksums, from a consistent scan."""
        totals = dict.fromkeys(tenants, Sum())

        def add(page: list[Item]) -> None:
            found = {owner: Sum.of(items) for owner, items in _by_owner(page).items()}
            with self._lock:
                for owner, part in found.items():
                    totals[owner] = totals[owner].plus(part)

        self._each(home, tenants, add, consistent=True)
        return totals

    def clear(self, claims: Mapping[str, Claim]) -> int:
        """Remove what the tenants left at their moves' source; how many items."""
        move = next(iter(claims.values())).move
        removed: list[int] = []

        def remove(page: list[Item]) -> None:
            with self._lock:
                for owner, items in _by_owner(page).items():
                    deletes = [key_of(item) for item in items]
                    self.store.write(claims[owner], move.source, deletes=deletes)
                removed.append(len(page))

        self._each(move.source, list(claims), remove, consistent=True)
        return sum(removed)

    def _each(
        self,
        home: str,
        tenants: Sequence[str],
        handle: Callable[[list[Item]], None],
        *,
        consistent: bool,
    ) -> None:
        def work(segment: int) -> None:
            pages = self.store.pages(
                home, tenants, segment=(segment, self.segments), consistent=consistent
            )
            for page in pages:
                with self._lock:
                    self.alive()
                if page:
                    handle(page)

        if self.segments == 1:
            work(0)
            return
        with ThreadPoolExecutor(self.segments) as pool:
            list(pool.map(work, range(self.segments)))


def _by_owner(items: Sequence[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[owner_of(key_of(item))].append(item)
    return found
