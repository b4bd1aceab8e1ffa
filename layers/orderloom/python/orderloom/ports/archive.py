"""Where orders are kept that left the table, and the way there and back."""

from abc import ABC, abstractmethod
from datetime import datetime

from orderloom.domain.archive import ArchivedOrder, DepartedHead, Remains


class OrderArchive(ABC):
    """Made for one tenant: no method can reach another's orders."""

    tenant_id: str

    @abstractmethod
    def get(self, order_id: str) -> ArchivedOrder | None:
        """One read. Raises TransientError."""

    @abstractmethod
    def put(self, archived: ArchivedOrder) -> None:
        """Returns once it is stored durably, in place of an older one. Raises TransientError."""


class OrderDepartures(ABC):
    """Moves orders between the table and the archive. Made for one tenant.

    Every method is safe to repeat, and to be run by two at once.
    """

    tenant_id: str

    @abstractmethod
    def refuse_if_fenced(self) -> None:
        """Raises TenantMoving while nobody may write: the archive stays as it is as well."""

    @abstractmethod
    def remains(self, order_id: str) -> Remains | None:
        """What is left of an order, read consistently; None: its head is in the table."""

    @abstractmethod
    def put_back(
        self, head: DepartedHead, *, list_shards: int, until: datetime | None = None
    ) -> None:
        """Have the head in the table again, for good or until then; one that is there stays."""

    @abstractmethod
    def clear(self, whole: ArchivedOrder, remains: Remains) -> None:
        """Delete `remains`, but nothing that came back after what `whole` tells of.

        Provider objects lead to the order for some time more.
        """

    @abstractmethod
    def restore(self, archived: ArchivedOrder, *, list_shards: int, until: datetime) -> None:
        """Have an order in the table again, its head last; it stays until `until` at least."""
