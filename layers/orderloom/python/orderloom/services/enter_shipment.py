"""A parcel that was sent by hand: its number is entered, and tracking takes over."""

from dataclasses import dataclass

from orderloom.domain.manual_shipping import sent_by_hand
from orderloom.domain.order import Fulfilment
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository, ProviderObject
from orderloom.services.contention import while_the_caller_waits
from orderloom.services.number_of_parcel import commit_with_numbers
from orderloom.services.shipping_money import capturing
from orderloom.services.view_order import OrderView


@dataclass(frozen=True)
class EnteredShipment:
    """`account`: the connection whose tracking tells of the parcel; `cost` in minor units."""

    account: str
    carrier: str
    service: str | None
    tracking_number: str
    cost: int | None
    cost_currency: str | None


class EnterShipment:
    """One tenant's orders."""

    def __init__(self, *, orders: OrderRepository, clock: Clock) -> None:
        self._orders = orders
        self._clock = clock

    @while_the_caller_waits
    def __call__(self, order_id: str, parcel: EnteredShipment) -> OrderView:
        """The order, labelled.

        Raises:
            NotFound.
            Conflict: the order does not wait for a person, or the number is another order's.
            VersionConflict: others keep changing the order.
        """
        order, now = self._orders.get(order_id), self._clock.now()
        payment, asked = capturing(order)
        entered = sent_by_hand(
            order,
            Fulfilment(
                account=parcel.account,
                carrier=parcel.carrier,
                service=parcel.service,
                tracking_number=parcel.tracking_number,
                cost=parcel.cost,
                cost_currency=parcel.cost_currency,
                moved_at=now,
            ),
            payment,
            asked,
            now,
        )
        provider = parcel.account.partition(".")[0]
        number = ProviderObject(provider, parcel.tracking_number)
        commit_with_numbers(self._orders, entered, [number], shard=0, now=now, typed=True)
        return OrderView(entered.order, self._orders.placed(order_id))
