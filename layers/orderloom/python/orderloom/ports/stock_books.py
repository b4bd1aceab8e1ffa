"""What the reconciliation of one tenant's stock puts away."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime

from orderloom.domain.stock_books import StockBooks


class StockBooksRepository(ABC):
    """Made for one tenant."""

    tenant_id: str

    @abstractmethod
    def through(self) -> datetime | None:
        """Every order created up to here is in the books of its SKUs; None: nothing is yet."""

    @abstractmethod
    def advance(self, through: datetime, *, was: datetime | None) -> None:
        """Raises VersionConflict: another reconciliation did meanwhile."""

    @abstractmethod
    def books(self, skus: Sequence[str]) -> Mapping[str, StockBooks]:
        """Those of `skus` that have books."""

    @abstractmethod
    def write(self, books: StockBooks) -> None:
        """`books.version` is one above the version read (1: there were none).

        Raises VersionConflict: another reconciliation wrote them meanwhile.
        """
