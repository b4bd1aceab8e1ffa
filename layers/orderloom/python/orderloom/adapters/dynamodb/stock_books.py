"""One tenant's stock books in the table."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from orderloom import keys
from orderloom.adapters.dynamodb.attributes import Document, WholeNumber
from orderloom.adapters.dynamodb.conditions import absent, read_through, still_at
from orderloom.adapters.dynamodb.record import Record, required
from orderloom.adapters.dynamodb.stored import domain_of, moment, stored
from orderloom.adapters.dynamodb.table import Table
from orderloom.domain.stock_books import StockBooks
from orderloom.errors import VersionConflict
from orderloom.ports.stock_books import StockBooksRepository


class StockBooksRecord(Record):
    """Beside the product, so that neither is written or read for the other's sake."""

    sku = UnicodeAttribute()
    through = UnicodeAttribute()
    sold = WholeNumber(null=True)
    open = Document(null=True)
    version = WholeNumber()


class WatermarkRecord(Record):
    """How far the reconciliation of a tenant has put orders away."""

    through = UnicodeAttribute()


class DynamoStockBooks(StockBooksRepository):
    """Made for one tenant."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self._table = table

    def through(self) -> datetime | None:
        record = self._table.get(WatermarkRecord, keys.stock_watermark(self.tenant_id))
        return datetime.fromisoformat(required(record, "through")) if record else None

    def advance(self, through: datetime, *, was: datetime | None) -> None:
        self._table.put(
            WatermarkRecord(*keys.stock_watermark(self.tenant_id), through=moment(through)),
            when=absent() if was is None else read_through(moment(was)),
            otherwise=VersionConflict("another reconciliation went on from there"),
        )

    def books(self, skus: Sequence[str]) -> Mapping[str, StockBooks]:
        wanted = [keys.stock_books(self.tenant_id, sku) for sku in skus]
        found = self._table.get_all(StockBooksRecord, wanted)
        books = (domain_of(StockBooks, record) for record in found.values())
        return {each.sku: each for each in books}

    def write(self, books: StockBooks) -> None:
        record = StockBooksRecord(*keys.stock_books(self.tenant_id, books.sku), **stored(books))
        self._table.put(
            record,
            when=absent() if books.version == 1 else still_at(books.version - 1),
            otherwise=VersionConflict(f"the books of {books.sku} were written meanwhile"),
        )
