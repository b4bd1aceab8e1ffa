"""The offer of a quote that a merchant wants an order shipped by."""

from dataclasses import dataclass

from orderloom.domain.ordered import Address, Placed
from orderloom.domain.quote import Quote, WantedOffer
from orderloom.errors import InvalidRequest, QuoteExpired
from orderloom.ports.clock import Clock
from orderloom.ports.quotes import Quotes
from orderloom.services.quote_rates import lane_of

_QUOTE = "shipping.quote_id"


@dataclass(frozen=True)
class ChosenOffer:
    """`position`: of the offer among the quote's, from 1."""

    quote_id: str
    position: int


class QuotedOffer:
    """One tenant's: another's quotes do not exist here."""

    def __init__(self, *, quotes: Quotes, clock: Clock) -> None:
        self._quotes = quotes
        self._clock = clock

    def __call__(
        self, chosen: ChosenOffer, *, ship_from: Address, ship_to: Address, weight_grams: int
    ) -> WantedOffer:
        """Raises InvalidRequest: no such quote or offer, or one for another parcel.

        Raises QuoteExpired.
        """
        quote = self._quotes.get(chosen.quote_id)
        if quote is None:
            raise InvalidRequest("there is no such quote", field=_QUOTE)
        if self._clock.now() >= quote.good_until:
            raise QuoteExpired(quote.quote_id, quote.good_until, field=_QUOTE)
        _refuse_other_parcels(quote, lane_of(ship_from, ship_to), weight_grams)
        if not 1 <= chosen.position <= len(quote.offers):
            message = f"the quote has offers 1 to {len(quote.offers)}"
            raise InvalidRequest(message, field="shipping.offer")
        return WantedOffer(
            quote_id=quote.quote_id,
            offer=quote.offers[chosen.position - 1],
            parcels=quote.parcels,
        )

    def for_order(self, chosen: ChosenOffer, *, ship_from: Address, placed: Placed) -> WantedOffer:
        """For an order that was placed before. Raises as for a new one."""
        return self(
            chosen,
            ship_from=ship_from,
            ship_to=placed.ship_to,
            weight_grams=placed.weight_grams,
        )


def _refuse_other_parcels(quote: Quote, lane: str, weight_grams: int) -> None:
    if quote.lane != lane:
        message = "the quote is for another sender or recipient than the order's"
        raise InvalidRequest(message, field=_QUOTE)
    if quote.weight_grams < weight_grams:
        message = (
            f"the quote is for {quote.weight_grams} g, but the order's goods alone weigh "
            f"{weight_grams} g"
        )
        raise InvalidRequest(message, field=_QUOTE)
