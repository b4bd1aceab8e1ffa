"""One tenant's stock books in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from orderloom.domain.stock_books import StockBooks
from orderloom.errors import VersionConflict
from orderloom.ports.stock_books import StockBooksRepository

from tests.fakes.faults import Faults


class FakeStockBooks(StockBooksRepository):
    def __init__(self, tenant_id: str = "acme") -> None:
        self.tenant_id = tenant_id
        self.faults = Faults()
        self.written: dict[str, StockBooks] = {}
        self._through: datetime | None = None

    def through(self) -> datetime | None:
        return self._through

    def advance(self, through: datetime, *, was: datetime | None) -> None:
        with self.faults.around("advance"):
            if self._through != was:
                raise VersionConflict("another reconciliation went on from there")
            self._through = through

    def books(self, skus: Sequence[str]) -> Mapping[str, StockBooks]:
        return {sku: self.written[sku] for sku in skus if sku in self.written}

    def write(self, books: StockBooks) -> None:
        with self.faults.around("write"):
            held = self.written.get(books.sku)
            if (held.version if held else 0) != books.version - 1:
                raise VersionConflict(f"the books of {books.sku} were written meanwhile")
            self.written[books.sku] = books
