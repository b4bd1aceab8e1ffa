"""What carriers would take, as merchants see it."""

from datetime import datetime
from typing import Self

from orderloom.domain.quote import Outcome
from orderloom.domain.shipping import RateStrategy, ShippingPolicy
from orderloom.http.outputs import Output
from orderloom.services.quote_rates import Quoted


class OfferOutput(Output):
    """`offer`: its number in the quote; `amount` in minor units of `currency`."""

    offer: int
    account: str
    carrier: str
    service: str
    amount: int
    currency: str
    delivery_days: int | None


class CarrierAnswerOutput(Output):
    """What became of asking one carrier; `field`: what of the shipment it cannot take."""

    account: str
    outcome: Outcome
    detail: str | None
    field: str | None


class QuoteOutput(Output):
    """All offers, the best first.

    `chosen` is the one the merchant's strategy takes; null where none can be compared, as prices
    in different currencies cannot: those come last, in no order. Without any offer there is no
    `quote_id`. `repeated`: the same was asked before, and the answers are from then.
    """

    quote_id: str | None
    expires_at: datetime | None
    strategy: RateStrategy
    chosen: int | None
    offers: tuple[OfferOutput, ...]
    carriers: tuple[CarrierAnswerOutput, ...]
    repeated: bool

    @classmethod
    def of(cls, quoted: Quoted, policy: ShippingPolicy) -> Self:
        quote = quoted.quote
        offers = quote.offers if quote else ()
        others = [place for place in range(len(offers)) if place not in quoted.best]
        return cls(
            quote_id=quote.quote_id if quote else None,
            expires_at=quote.good_until if quote else None,
            strategy=policy.strategy,
            chosen=quoted.best[0] + 1 if quoted.best else None,
            offers=tuple(
                OfferOutput(offer=place + 1, **offers[place].model_dump(exclude={"rate_id"}))
                for place in (*quoted.best, *others)
            ),
            carriers=tuple(CarrierAnswerOutput.model_validate(each) for each in quoted.answers),
            repeated=quoted.again,
        )
