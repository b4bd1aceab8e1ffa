"""Erasing a whole tenant: its writers are fenced for good, then everything goes.

The fence is that of a move (docs/decisions/0012) to nowhere, without a time at which it lapses.
The profile goes last, so an erasure that was cut short is found and taken up again.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, Protocol

from orderloom.domain.placement import MovePhase

from orderloom_cli.dlq.ports import Timer
from orderloom_cli.errors import BusyError
from orderloom_cli.tenancy.erasure import signed
from orderloom_cli.tenancy.export import kind_of
from orderloom_cli.tenancy.items import Item, Sum, key_of
from orderloom_cli.tenancy.moves import Move, Pace
from orderloom_cli.tenancy.open_orders import OpenOrdersError, is_over
from orderloom_cli.tenancy.passes import Passes
from orderloom_cli.tenancy.ports import Claim, Directory, ItemStore

NOWHERE: Final = "erased"
"""The target of a move that is an erasure; no table may be called so."""


class Belongings(Protocol):
    """What a tenant has beside its items; each `remove` tells how many there were."""

    def remove_documents(self, tenant_id: str) -> int:
        """Labels, exports and archived orders, these with all their versions."""

    def documents_left(self, tenant_id: str) -> int:
        """How many another look finds."""

    def remove_entries(self, claim: Claim) -> int:
        """API keys, connections and account routes, then the profile. Raises LostMoveError."""


@dataclass
class TenantErasure:
    """One run, named `owner`."""

    store: ItemStore
    directory: Directory
    belongings: Belongings
    timer: Timer
    pace: Pace
    owner: str
    tell: Callable[[str], None] = lambda _line: None

    def __call__(self, tenant_id: str, *, open_too: bool, dry_run: bool = False) -> dict[str, Any]:
        """The proof, of what this run removed. Raises OpenOrdersError, BusyError."""
        found = self.directory.find(tenant_id)
        if found.move is not None and found.move.target != NOWHERE:
            raise BusyError(f"{tenant_id} is being moved; erase when it has arrived")
        counts, total, still_open = self._look(tenant_id, found.home)
        if still_open and not open_too:
            raise OpenOrdersError(still_open)
        removed = {"items": dict(counts), "sha256": total.sha256, "documents": 0, "entries": 0}
        if not dry_run:
            claim = self._fence(tenant_id, found.home, found.move)
            counts, total, _ = self._look(tenant_id, found.home)
            removed |= {"items": dict(counts), "sha256": total.sha256}
            passes = Passes(self.store)
            while passes.clear({tenant_id: claim}):
                self.tell("  items removed")
            removed["documents"] = self.belongings.remove_documents(tenant_id)
            removed["entries"] = self.belongings.remove_entries(claim)
        left, _, _ = self._look(tenant_id, found.home)
        return signed(
            {
                "tenant_id": tenant_id,
                "at": self.timer.now().isoformat(),
                "dry_run": dry_run,
                "removed" if not dry_run else "would_remove": removed,
                "found_afterwards": left.total() + self.belongings.documents_left(tenant_id),
            }
        )

    def _look(self, tenant_id: str, home: str) -> tuple[Counter[str], Sum, list[str]]:
        """Counts by type, the checksum of all, and the orders that are not over."""
        counts: Counter[str] = Counter()
        total = Sum()
        still_open: list[str] = []
        for page in self.store.pages(home, [tenant_id], segment=(0, 1), consistent=True):
            counts.update(kind_of(key_of(item)) for item in page)
            total = total.plus(Sum.of(page))
            still_open += _open(page)
        return counts, total, still_open

    def _fence(self, tenant_id: str, home: str, seen: Move | None) -> Claim:
        """Nobody writes for the tenant any more, and nobody will."""
        now = self.timer.now()
        lease = now + timedelta(seconds=self.pace.lease + self.pace.profile_cache)
        if seen is None:
            move = Move(self.owner, home, NOWHERE, MovePhase.CLOSING, self.owner, lease)
            self.directory.begin(tenant_id, move)
        else:
            move = replace(seen, owner=self.owner, lease_until=lease)
            self.directory.take(tenant_id, seen, move, now=now)
        claim = Claim(tenant_id, move)
        if move.phase is MovePhase.CLOSING:
            self.tell("fencing")
            self.timer.sleep(self.pace.profile_cache + self.pace.grace)
            fenced = move.at(MovePhase.FENCED)
            self.directory.advance(claim, fenced)
            claim = Claim(tenant_id, fenced)
        self.timer.sleep(self.pace.function_timeout + self.pace.grace)
        return claim


def _open(page: Iterable[Item]) -> list[str]:
    return [
        item["order_id"]["S"] for item in page if item["SK"]["S"] == "ORDER" and not is_over([item])
    ]
