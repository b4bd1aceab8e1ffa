"""Where label documents are kept."""

from abc import ABC, abstractmethod


class LabelStore(ABC):
    """Encrypted object storage, keyed by tenant and order."""

    @abstractmethod
    def put(self, *, tenant_id: str, order_id: str, label_id: str, document: bytes) -> str:
        """Store a PDF; the same label overwrites itself. Returns its key."""
