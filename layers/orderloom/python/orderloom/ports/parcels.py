"""One tenant's parcels on their way, by the moment their carrier is to be asked about them.

One is put on the list right before the commit of its label (`OrderRepository.watch`).
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime

from orderloom.domain.parcel_watch import Watch


class ParcelsUnderWay(ABC):
    @abstractmethod
    def due(self, account: str, by: datetime, *, limit: int, shards: int) -> Sequence[Watch]:
        """Those sent with `account` to be looked after by then, the longest due first.

        As an index tells: one that was looked after a moment ago may still be among them.
        """

    @abstractmethod
    def put_off(self, watch: Watch, until: datetime) -> None:
        """Raises VersionConflict: another looked after it, since it was seen to be due."""

    @abstractmethod
    def forget(self, watch: Watch) -> None:
        """Nobody asks after it again. Raises as `put_off`."""
