"""Tables and profiles in memory, with the conditions DynamoDB would hold writes to."""

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from orderloom.adapters.archive_format import packed
from orderloom.domain.archive import ArchivedOrder

from orderloom_cli.errors import BusyError, NoSuchThingError
from orderloom_cli.tenancy.archive import Archive, ArchivedObject
from orderloom_cli.tenancy.items import Item, ItemKey, in_directory, key_of, owner_of
from orderloom_cli.tenancy.moves import LostMoveError, Move, Whereabouts
from orderloom_cli.tenancy.ports import Claim, Directory, ItemStore


class Killed(BaseException):
    """`kill -9`: nothing of the run's own code may catch it."""


@dataclass
class FakeDirectory(Directory):
    homes: dict[str, str] = field(default_factory=dict)
    moves: dict[str, Move] = field(default_factory=dict)

    def find(self, tenant_id: str) -> Whereabouts:
        if tenant_id not in self.homes:
            raise NoSuchThingError(tenant_id)
        return Whereabouts(self.homes[tenant_id], self.moves.get(tenant_id))

    def begin(self, tenant_id: str, move: Move) -> None:
        if tenant_id in self.moves or self.homes[tenant_id] != move.source:
            raise BusyError(tenant_id)
        self.moves[tenant_id] = move

    def take(self, tenant_id: str, seen: Move, mine: Move, *, now: datetime) -> None:
        if self.moves.get(tenant_id) != seen or seen.lease_until >= now:
            raise BusyError(tenant_id)
        self.moves[tenant_id] = mine

    def advance(self, claim: Claim, to: Move, *, home: str | None = None) -> None:
        self.check(claim)
        self.moves[claim.tenant_id] = to
        if home is not None:
            self.homes[claim.tenant_id] = home

    def finish(self, claim: Claim) -> None:
        self.check(claim)
        del self.moves[claim.tenant_id]

    def check(self, claim: Claim) -> None:
        stands = self.moves.get(claim.tenant_id)
        if stands is None or (stands.owner, stands.phase) != (claim.move.owner, claim.move.phase):
            raise LostMoveError(claim.tenant_id)


@dataclass
class FakeItems(ItemStore):
    """`page_size` items make a page, so that runs can be killed between them."""

    directory: FakeDirectory
    tables: dict[str, dict[ItemKey, Item]]
    page_size: int = 2

    def pages(
        self,
        home: str,
        tenants: Sequence[str],
        *,
        segment: tuple[int, int],
        consistent: bool,  # noqa: ARG002 - memory always is
    ) -> Iterator[list[Item]]:
        mine = [
            item
            for key, item in sorted(self.tables[home].items())
            if owner_of(key) in tenants
            and not in_directory(key)
            and hash(key) % segment[1] == segment[0]
        ]
        for start in range(0, len(mine) or 1, self.page_size):
            yield mine[start : start + self.page_size]

    def size(self, home: str) -> int:
        return 1000 * len(self.tables[home])

    def read(self, home: str, keys: Iterable[ItemKey]) -> dict[ItemKey, Item]:
        table = self.tables[home]
        return {key: table[key] for key in keys if key in table}

    def write(
        self, claim: Claim, home: str, *, puts: Sequence[Item] = (), deletes: Sequence[ItemKey] = ()
    ) -> None:
        self.directory.check(claim)
        for item in puts:
            self.tables[home][key_of(item)] = dict(item)
        for key in deletes:
            self.tables[home].pop(key, None)


class Fatal:
    """Wraps a port; the run is killed at its `calls`-th call, before or after it took effect."""

    def __init__(self, port: object, budget: list[int], *, after: bool) -> None:
        self._port = port
        self._budget = budget
        self._after = after

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self._budget[0] -= 1
            if self._budget[0] == 0 and not self._after:
                raise Killed
            answer = method(*args, **kwargs)
            if self._budget[0] == 0:
                raise Killed
            return answer

        return call


@dataclass
class FakeTenantArchive(Archive):
    """Every object's versions, the newest last."""

    kept: dict[str, list[ArchivedOrder]] = field(default_factory=dict)

    def objects(self, tenant_id: str) -> Iterator[ArchivedObject]:
        for key in self._keys(tenant_id):
            body = packed(self.kept[key][-1])
            yield ArchivedObject(key, hashlib.sha256(body).hexdigest(), self.kept[key][-1])

    def lines(self, tenant_id: str) -> Iterator[bytes]:
        for each in self.objects(tenant_id):
            yield from gzip.decompress(packed(each.archived)).splitlines(keepends=True)

    def put(self, key: str, archived: ArchivedOrder) -> None:
        self.kept.setdefault(key, []).append(archived)

    def versions(self, tenant_id: str, *, older: bool = False) -> int:
        return sum(len(self.kept[key]) - older for key in self._keys(tenant_id))

    def remove(self, tenant_id: str, *, older: bool = False) -> int:
        removed = self.versions(tenant_id, older=older)
        for key in self._keys(tenant_id):
            versions = self.kept.pop(key)
            if older:
                self.kept[key] = versions[-1:]
        return removed

    def _keys(self, tenant_id: str) -> list[str]:
        return [key for key in self.kept if key.startswith(f"tenant={tenant_id}/")]
