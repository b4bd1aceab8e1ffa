"""Which offer to take, and which after it."""

from collections.abc import Callable, Sequence

from orderloom.domain.quote import WantedOffer
from orderloom.domain.shipping import RateStrategy, ShippingPolicy
from orderloom.services.shop_rates import Offer

_UNKNOWN_DAYS = 99
"""Of an offer that does not say how long it takes: last among equals."""

_Key = tuple[object, ...]


def ranked(offers: Sequence[Offer], policy: ShippingPolicy, currency: str) -> tuple[Offer, ...]:
    """Best first; of equals always the same one, so that a step that is repeated agrees.

    Prices in different currencies cannot be compared: those in the order's are, if there are
    any; otherwise all must be in one. Empty where nothing can be compared.
    """
    comparable = [offer for offer in offers if offer.rate.currency == currency] or list(offers)
    if len({offer.rate.currency for offer in comparable}) > 1:
        return ()
    return tuple(sorted(comparable, key=_order(policy)))


def by_wish(wanted: WantedOffer, offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """The service that was chosen, at today's price, and no other.

    Not by the rate as it was quoted: an aggregator sells that for the shipment it was quoted for,
    whose label would not be found under the order's name when the answer is lost.
    """
    same = [
        each
        for each in offers
        if wanted.same_service(each.account, each.rate.carrier, each.rate.service)
    ]
    return tuple(sorted(same, key=_price))


def _order(policy: ShippingPolicy) -> Callable[[Offer], _Key]:
    match policy.strategy:
        case RateStrategy.CHEAPEST:
            return _price
        case RateStrategy.FASTEST:
            return lambda offer: (_days(offer), *_price(offer))
        case RateStrategy.CHEAPEST_WITHIN_DAYS:
            return lambda offer: _within(offer, policy.within_days)
        case RateStrategy.PREFERRED_CARRIER:
            places = {carrier: place for place, carrier in enumerate(policy.preferred)}
            return lambda offer: (places.get(offer.rate.carrier, len(places)), *_price(offer))


def _price(offer: Offer) -> _Key:
    rate = offer.rate
    return (rate.amount, _days(offer), rate.carrier, rate.service, offer.account, rate.rate_id)


def _within(offer: Offer, days: int) -> _Key:
    """In time by price; what comes too late by how late."""
    late = max(_days(offer) - days, 0)
    return (late, *_price(offer))


def _days(offer: Offer) -> int:
    days = offer.rate.delivery_days
    return _UNKNOWN_DAYS if days is None else days
