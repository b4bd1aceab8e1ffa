"""Where the pieces of the hourly reconciliation wait."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from orderloom.domain.stock_checks import StockCheck


class StockCheckQueue(ABC):
    """Delivers at least once, in any order: a check that comes twice does no harm."""

    @abstractmethod
    def send(self, checks: Sequence[StockCheck]) -> None:
        """Raises TransientError; some may be stored then."""
