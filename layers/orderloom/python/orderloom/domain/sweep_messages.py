"""The sweep of every connection, in pieces that fit one function run."""

from typing import Literal

from orderloom.domain.model import DomainModel
from orderloom.domain.sweeps import Book


class SweepEverybody(DomainModel):
    """It is time to read one of the books of every connection."""

    kind: Literal["sweep_everybody"] = "sweep_everybody"
    book: Book = Book.EVENTS


class SweepTenants(DomainModel):
    """The tenants of one shard of the tenant list, from the one behind `after` on."""

    kind: Literal["sweep_tenants"] = "sweep_tenants"
    book: Book
    shard: int
    after: str = ""


class SweepConnection(DomainModel):
    """One connection.

    Attributes:
        attempt: how often its provider could not be read.
        after: how far the list of our own orders was walked; None: from its start.
    """

    kind: Literal["sweep_connection"] = "sweep_connection"
    book: Book
    tenant_id: str
    provider: str
    attempt: int = 0
    after: str | None = None


Sweep = SweepEverybody | SweepTenants | SweepConnection
