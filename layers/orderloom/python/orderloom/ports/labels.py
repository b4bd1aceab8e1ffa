"""Where label documents are kept."""

from abc import ABC, abstractmethod
from datetime import timedelta

from orderloom.domain.parcel import LabelFormat


class LabelStore(ABC):
    """Encrypted object storage, keyed by tenant and order."""

    @abstractmethod
    def put(
        self,
        *,
        tenant_id: str,
        order_id: str,
        label_id: str,
        document: bytes,
        label_format: LabelFormat,
    ) -> str:
        """Store a document; the same label overwrites itself.

        Returns its key, which ends in a dot and the format.
        """

    @abstractmethod
    def link(self, key: str, good_for: timedelta) -> str:
        """An address anybody can read the document at, for that long."""
