"""Quotes: what all carriers of a merchant would take for a shipment, good for a while."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from orderloom.domain.identifiers import new_quote_id
from orderloom.domain.ordered import Address
from orderloom.domain.quote import CarrierAnswer, OfferOnRecord, Quote
from orderloom.domain.tenant import Tenant
from orderloom.errors import Conflict
from orderloom.ports.carrier import Carrier, Content, Parcel, Shipment
from orderloom.ports.clock import Clock
from orderloom.ports.quotes import Quotes
from orderloom.services.choose_rate import ranked
from orderloom.services.shop_rates import Offer, ShopRates, on_record, rate_of

GOOD_FOR = timedelta(minutes=15)
"""Carriers keep their prices for longer, but not for ever: fuel and exchange rates move."""

_MOST_OFFERS = 100

_NAMED = 30
"""Digits of the digest: aggregators know a shipment by its name, so each question has its own."""


@dataclass(frozen=True)
class Question:
    """What is to be sent; `ship_from`: not from the merchant's own address."""

    ship_to: Address
    parcels: tuple[Parcel, ...]
    contents: tuple[Content, ...]
    currency: str
    ship_from: Address | None = None


@dataclass(frozen=True)
class Quoted:
    """The answers.

    Attributes:
        quote: None where nobody offered anything.
        best: positions in the quote's offers as the merchant's strategy ranks them; empty where
            nothing can be compared.
        again: these answers were given before.
    """

    answers: tuple[CarrierAnswer, ...]
    quote: Quote | None = None
    best: tuple[int, ...] = ()
    again: bool = False


class QuoteRates:
    """One tenant's, whose carriers are `accounts` by the name of the account."""

    def __init__(
        self,
        *,
        tenant: Tenant,
        accounts: Mapping[str, Carrier],
        quotes: Quotes,
        clock: Clock,
        random_bits: Callable[[int], int],
    ) -> None:
        self._tenant = tenant
        self._accounts = accounts
        self._quotes = quotes
        self._clock = clock
        self._random_bits = random_bits

    def __call__(self, question: Question) -> Quoted:
        """Never later than the tenant's deadline, but for the table.

        An answer is given again while it is good, unless a carrier was missing that may be back.
        Raises Conflict: no carrier is connected.
        """
        if not self._accounts:
            raise Conflict("no carrier is connected")
        shipment = self._shipment(question)
        digest = _digest(shipment, self._accounts)
        shipment = replace(shipment, operation_key=f"quo_{digest[:_NAMED]}")
        known = self._quotes.newest(digest)
        if known is not None and known.complete and self._clock.now() < known.good_until:
            return self._told(known, again=True)
        found = ShopRates(self._accounts, deadline_ms=self._tenant.shipping.deadline_ms)(shipment)
        if not found.offers:
            return Quoted(found.answers)
        quote = self._quote(shipment, digest, found.offers[:_MOST_OFFERS], found.answers)
        self._quotes.save(quote)
        return self._told(quote, again=False)

    def _shipment(self, question: Question) -> Shipment:
        return Shipment(
            ship_from=question.ship_from or self._tenant.ship_from,
            ship_to=question.ship_to,
            parcels=question.parcels,
            contents=question.contents,
            currency=question.currency,
            operation_key="",
            ship_at=self._clock.now(),
            label_format=self._tenant.shipping.label_format,
        )

    def _quote(
        self,
        shipment: Shipment,
        digest: str,
        offers: Sequence[Offer],
        answers: tuple[CarrierAnswer, ...],
    ) -> Quote:
        now = self._clock.now()
        return Quote(
            quote_id=new_quote_id(digest, now, self._random_bits),
            tenant_id=self._tenant.tenant_id,
            digest=digest,
            lane=lane_of(shipment.ship_from, shipment.ship_to),
            currency=shipment.currency,
            parcels=shipment.parcels,
            offers=tuple(on_record(offer) for offer in offers),
            answers=answers,
            quoted_at=now,
            good_until=now + GOOD_FOR,
        )

    def _told(self, quote: Quote, *, again: bool) -> Quoted:
        offers = [_offer(each) for each in quote.offers]
        best = ranked(offers, self._tenant.shipping, quote.currency)
        places = tuple(offers.index(offer) for offer in best)
        return Quoted(quote.answers, quote, places, again)


def lane_of(ship_from: Address, ship_to: Address) -> str:
    """From which place to which: prices do not depend on who lives there, and quotes hold none."""
    return _hash([_place(ship_from), _place(ship_to)])


def _place(address: Address) -> list[str | None]:
    return [address.country, address.state, address.postal_code, address.city]


def _digest(shipment: Shipment, accounts: Mapping[str, Carrier]) -> str:
    asked = asdict(shipment) | {
        "ship_from": shipment.ship_from.model_dump(),
        "ship_to": shipment.ship_to.model_dump(),
        "ship_at": None,
        "accounts": sorted(accounts),
    }
    return _hash(asked)


def _hash(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def _offer(kept: OfferOnRecord) -> Offer:
    return Offer(kept.account, rate_of(kept))
