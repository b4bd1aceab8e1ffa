"""The last check that a tenant meets only its own: keys come first, IAM second."""

from typing import TypeVar

from orderloom.domain.inbound import ParkedEvent
from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.quote import Quote
from orderloom.domain.transition import OrderEvent
from orderloom.domain.unclaimed import UnclaimedEvent
from orderloom.errors import CorruptRecord

T = TypeVar(
    "T", bound=Order | Placed | OrderEvent | ParkedEvent | LedgerEntry | UnclaimedEvent | Quote
)


def owned(value: T, tenant_id: str) -> T:
    """`value`, read or about to be written, if it is the tenant's.

    Raises:
        CorruptRecord: it is another's. Nobody may see it, nor write it here.
    """
    owner = value.event.tenant_id if isinstance(value, ParkedEvent) else value.tenant_id
    if owner != tenant_id:
        raise CorruptRecord(f"{type(value).__name__} for {tenant_id}", "tenant_id")
    return value
