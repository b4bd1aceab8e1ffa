"""What an order is as a shipment."""

from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.parcel import Parcel
from orderloom.ports.carrier import Content


def parcels_of(order: Order, placed: Placed) -> tuple[Parcel, ...]:
    """Those of the quote it is to be shipped by; else one that weighs what the goods do."""
    wanted = order.fulfilment.wanted
    return wanted.parcels if wanted else (Parcel(placed.weight_grams),)


def contents_of(placed: Placed) -> tuple[Content, ...]:
    return tuple(
        Content(line.name, line.quantity, line.unit_price, line.unit_weight_grams)
        for line in placed.lines
    )
