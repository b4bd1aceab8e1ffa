"""One tenant's attempts to buy labels in memory."""

from orderloom.domain.label_purchase import LabelPurchase
from orderloom.errors import VersionConflict
from orderloom.ports.label_purchases import LabelPurchases

from tests.fakes.faults import Faults


class FakeLabelPurchases(LabelPurchases):
    def __init__(self, tenant_id: str = "acme") -> None:
        self.tenant_id = tenant_id
        self.faults = Faults()
        self._newest: dict[str, LabelPurchase] = {}

    def newest(self, order_id: str) -> LabelPurchase | None:
        return self._newest.get(order_id)

    def save(self, purchase: LabelPurchase, *, after: LabelPurchase | None) -> None:
        with self.faults.around("save"):
            held = self._newest.get(purchase.order_id)
            if _place(held) != _place(after):
                raise VersionConflict(purchase.order_id)
            self._newest[purchase.order_id] = purchase


def _place(purchase: LabelPurchase | None) -> tuple[int, int] | None:
    return (purchase.attempt, purchase.looks) if purchase else None
