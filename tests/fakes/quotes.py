"""One tenant's quotes in memory."""

from orderloom.domain.quote import Quote
from orderloom.errors import CorruptRecord
from orderloom.ports.quotes import Quotes


class FakeQuotes(Quotes):
    def __init__(self, tenant_id: str = "acme") -> None:
        self.tenant_id = tenant_id
        self._kept: dict[str, Quote] = {}

    def save(self, quote: Quote) -> None:
        if quote.tenant_id != self.tenant_id:
            raise CorruptRecord(quote.quote_id, "tenant_id")
        self._kept[quote.quote_id] = quote

    def newest(self, digest: str) -> Quote | None:
        ids = [quote.quote_id for quote in self._kept.values() if quote.digest == digest]
        return self._kept[max(ids)] if ids else None

    def get(self, quote_id: str) -> Quote | None:
        return self._kept.get(quote_id)
