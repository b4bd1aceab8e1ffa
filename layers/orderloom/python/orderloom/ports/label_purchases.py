"""One tenant's attempts to buy labels."""

from abc import ABC, abstractmethod

from orderloom.domain.label_purchase import LabelPurchase


class LabelPurchases(ABC):
    """Made for one tenant."""

    tenant_id: str

    @abstractmethod
    def newest(self, order_id: str) -> LabelPurchase | None:
        """Read consistently."""

    @abstractmethod
    def save(self, purchase: LabelPurchase, *, after: LabelPurchase | None) -> None:
        """In the place of `after`, the one read before.

        Raises VersionConflict: it is not the newest any more.
        """
