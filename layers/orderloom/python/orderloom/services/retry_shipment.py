"""Trying again to buy the label of an order that waits for a person."""

from orderloom.domain.manual_shipping import try_again
from orderloom.domain.order import Placed
from orderloom.domain.quote import WantedOffer
from orderloom.ports.clock import Clock
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.ports.orders import OrderRepository
from orderloom.ports.quotes import Quotes
from orderloom.ports.tenants import TenantDirectory
from orderloom.services.contention import while_the_caller_waits
from orderloom.services.quoted_offer import ChosenOffer, QuotedOffer
from orderloom.services.view_order import OrderView

_BY_A_PERSON = "a person says that none was bought"


class RetryShipment:
    """One tenant's orders: a further run of the saga shops for rates again."""

    def __init__(
        self,
        *,
        orders: OrderRepository,
        purchases: LabelPurchases,
        quotes: Quotes,
        tenants: TenantDirectory,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._purchases = purchases
        self._quoted_offer = QuotedOffer(quotes=quotes, clock=clock)
        self._tenants = tenants
        self._clock = clock

    @while_the_caller_waits
    def __call__(
        self, order_id: str, *, nothing_bought: bool, chosen: ChosenOffer | None = None
    ) -> OrderView:
        """The order, on its way again.

        `nothing_bought`: a person looked at the carrier's and found no label, so an attempt whose
        outcome is unknown may be forgotten.

        Raises:
            NotFound.
            InvalidRequest: the quote of `chosen` is unknown, for another parcel or expired.
            Conflict: the order does not wait for a person.
            VersionConflict: others keep changing the order.
        """
        order = self._orders.get(order_id)
        placed = self._orders.placed(order_id)
        wanted = self._wanted(chosen, placed) if chosen else None
        retried = try_again(order, wanted, self._clock.now())
        purchase = self._purchases.newest(order_id)
        if purchase is not None and purchase.nothing_bought is None and nothing_bought:
            closed = purchase.model_copy(update={"nothing_bought": _BY_A_PERSON})
            self._purchases.save(closed, after=purchase)
        self._orders.commit(retried)
        return OrderView(retried.order, placed)

    def _wanted(self, chosen: ChosenOffer, placed: Placed) -> WantedOffer:
        return self._quoted_offer(
            chosen,
            ship_from=self._tenants.tenant(placed.tenant_id).ship_from,
            ship_to=placed.ship_to,
            weight_grams=placed.weight_grams,
        )
