"""What moving, exporting and erasing need from the outside. Tables go by their home's name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from orderloom_cli.tenancy.items import Item, ItemKey
from orderloom_cli.tenancy.moves import Move, Whereabouts


@dataclass(frozen=True)
class Claim:
    """Who writes: the run that owns the tenant's move, in the phase it believes to be in."""

    tenant_id: str
    move: Move


class Directory(Protocol):
    """Tenants' profiles, as far as moves go. Every write is conditional."""

    def find(self, tenant_id: str) -> Whereabouts:
        """Read consistently. Raises NoSuchThingError."""

    def begin(self, tenant_id: str, move: Move) -> None:
        """Raises BusyError: it moves already, or is not at the move's source any more."""

    def take(self, tenant_id: str, seen: Move, mine: Move, *, now: datetime) -> None:
        """Take over. Raises BusyError unless `seen` still stands, with its lease lapsed."""

    def advance(self, claim: Claim, to: Move, *, home: str | None = None) -> None:
        """Go on to the next phase, and with `home` to another table. Raises LostMoveError."""

    def finish(self, claim: Claim) -> None:
        """Forget the move. Raises LostMoveError."""


class ItemStore(Protocol):
    """All tables tenants' data can be in."""

    def pages(
        self, home: str, tenants: Sequence[str], *, segment: tuple[int, int], consistent: bool
    ) -> Iterator[list[Item]]:
        """The tenants' items, without the directory's, in one of so many segments.

        A page may be empty: the scan reads what is others', too.
        """

    def size(self, home: str) -> int:
        """Bytes in the whole table, as of some hours ago."""

    def read(self, home: str, keys: Iterable[ItemKey]) -> dict[ItemKey, Item]:
        """Those that exist, read consistently."""

    def write(
        self, claim: Claim, home: str, *, puts: Sequence[Item] = (), deletes: Sequence[ItemKey] = ()
    ) -> None:
        """In transactions that are refused with LostMoveError if the claim no longer holds."""
