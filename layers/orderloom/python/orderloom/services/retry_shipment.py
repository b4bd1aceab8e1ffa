"""Trying again to buy the label of an order that waits for a person."""

from collections.abc import Callable

from orderloom.domain.manual_shipping import try_again
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.quote import WantedOffer
from orderloom.ports.clock import Clock
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.ports.orders import OrderRepository
from orderloom.services.contention import while_the_caller_waits
from orderloom.services.view_order import OrderView

Wish = Callable[[Order, Placed], WantedOffer | None]
"""None: the merchant's strategy decides."""


def _as_before(order: Order, _placed: Placed) -> WantedOffer | None:
    return order.fulfilment.wanted


_BY_A_PERSON = "a person says that none was bought"


class RetryShipment:
    """One tenant's orders: a further run of the saga shops for rates again."""

    def __init__(
        self,
        *,
        orders: OrderRepository,
        purchases: LabelPurchases,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._purchases = purchases
        self._clock = clock

    @while_the_caller_waits
    def __call__(
        self, order_id: str, *, nothing_bought: bool, wish: Wish = _as_before
    ) -> OrderView:
        """The order, on its way again.

        `nothing_bought`: a person looked at the carrier's and found no label, so an attempt whose
        outcome is unknown may be forgotten. `wish`: what to ship it by from now on.

        Raises:
            NotFound.
            InvalidRequest: what `wish` raises.
            Conflict: the order does not wait for a person.
            VersionConflict: others keep changing the order.
        """
        order = self._orders.get(order_id)
        placed = self._orders.placed(order_id)
        retried = try_again(order, wish(order, placed), self._clock.now())
        purchase = self._purchases.newest(order_id)
        if purchase is not None and purchase.nothing_bought is None and nothing_bought:
            closed = purchase.model_copy(update={"nothing_bought": _BY_A_PERSON})
            self._purchases.save(closed, after=purchase)
        self._orders.commit(retried)
        return OrderView(retried.order, placed)
