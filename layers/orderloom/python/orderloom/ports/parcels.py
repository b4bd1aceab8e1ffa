"""One tenant's parcels on their way, by the moment their carrier is to be asked about them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from orderloom.domain.order import Order


class ParcelsUnderWay(ABC):
    @abstractmethod
    def due(self, account: str, by: datetime, *, limit: int, shards: int) -> Sequence[str]:
        """Ids of orders sent with `account` to be looked after by then, the longest due first.

        As an index tells: one that was looked after a moment ago may still be among them.
        """

    @abstractmethod
    def look_again(self, order: Order, at: datetime | None) -> None:
        """Put it off, its version unchanged; None: nobody asks after it again.

        Raises VersionConflict: the order changed meanwhile.
        """
