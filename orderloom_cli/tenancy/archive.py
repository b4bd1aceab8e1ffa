"""A tenant's archived orders, as exporting and erasing need them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from orderloom.domain.archive import ArchivedOrder


@dataclass(frozen=True)
class ArchivedObject:
    """One order where it is kept; `sha256` is of the object's bytes."""

    key: str
    sha256: str
    archived: ArchivedOrder


class Archive(Protocol):
    """Of all tenants. What is overwritten there stays as an older version for a while."""

    def objects(self, tenant_id: str) -> Iterator[ArchivedObject]:
        """One after the other: a tenant may have more than memory holds."""

    def lines(self, tenant_id: str) -> Iterator[bytes]:
        """Those of all objects, as they are kept, each with its line end."""

    def put(self, key: str, archived: ArchivedOrder) -> None:
        """Have `archived` there; what was there is an older version from now on."""

    def versions(self, tenant_id: str, *, older: bool = False) -> int:
        """How many there are of all objects, deletion marks included; `older`: only those."""

    def remove(self, tenant_id: str, *, older: bool = False) -> int:
        """Delete all versions of all objects, or only the older ones; how many there were."""
