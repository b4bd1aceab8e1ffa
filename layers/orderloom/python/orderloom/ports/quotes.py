"""One tenant's quotes of carriers, kept until they expire."""

from abc import ABC, abstractmethod

from orderloom.domain.quote import Quote


class Quotes(ABC):
    """Made for one tenant."""

    tenant_id: str

    @abstractmethod
    def save(self, quote: Quote) -> None:
        """Quotes are never changed."""

    @abstractmethod
    def newest(self, digest: str) -> Quote | None:
        """The newest answer to a question; it may have expired. Read consistently."""

    @abstractmethod
    def get(self, quote_id: str) -> Quote | None:
        """None: no such quote, or one that expired long ago."""
