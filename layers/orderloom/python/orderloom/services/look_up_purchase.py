"""What became of an attempt to buy a label whose answer was lost."""

from orderloom.domain.label_purchase import LabelPurchase
from orderloom.domain.quote import Silence
from orderloom.errors import (
    ProviderPaused,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    Unsupported,
)
from orderloom.ports.carrier import Carrier, Shipment
from orderloom.ports.clock import Clock
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.services.label_attempt import as_tried, priced
from orderloom.services.label_outcome import Bought, NotBought
from orderloom.services.shop_rates import rate_of

_MOST_LOOKS = 5
"""Looks for a label, each in a further try of the saga's step: some minutes in all."""


class LookUpPurchase:
    """While an attempt may have bought a label, no other is bought."""

    def __init__(self, *, purchases: LabelPurchases, clock: Clock) -> None:
        self._purchases = purchases
        self._clock = clock

    def __call__(
        self, carrier: Carrier | None, begun: LabelPurchase, shipment: Shipment
    ) -> Bought | NotBought | LabelPurchase:
        """Its label; the attempt, closed as it bought none; or nobody knows.

        `carrier`: the attempt's account, if it is connected still. Raises ProviderUnavailable.
        """
        if carrier is None:
            return _unknown(begun, "is connected no longer")
        try:
            found = self._found(carrier, begun, shipment)
        except RateLimited as exc:
            # It was not looked up: no look is counted, and the order queues for its turn.
            return _unknown(begun, str(exc), Silence.BUSY)
        except ProviderUnavailable as exc:
            return self._in_vain(begun, exc)
        return found or self._none(begun)

    def _found(
        self, carrier: Carrier, begun: LabelPurchase, shipment: Shipment
    ) -> Bought | NotBought | None:
        """None where the carrier has no such label."""
        try:
            label = carrier.find_label(shipment.operation_key)
        except Unsupported:
            if carrier.repeats_safely:
                return _repeated(carrier, begun, shipment)
            return _unknown(begun, "cannot tell whether it sold a label")
        except ProviderRefused as exc:
            return _unknown(begun, str(exc))
        return Bought(priced(label, begun.offer), begun) if label else None

    def _none(self, begun: LabelPurchase) -> LabelPurchase:
        if not begun.is_settled(self._clock.now()):
            account = begun.offer.account
            raise ProviderPaused(account, "find label", "too early to say that there is none")
        return close_attempt(self._purchases, begun, "no such label there")

    def _in_vain(self, begun: LabelPurchase, why: ProviderUnavailable) -> NotBought:
        """Raises `why`, until there were enough looks."""
        if begun.looks >= _MOST_LOOKS:
            return _unknown(begun, str(why))
        looked = begun.model_copy(update={"looks": begun.looks + 1})
        self._purchases.save(looked, after=begun)
        raise why


def close_attempt(purchases: LabelPurchases, begun: LabelPurchase, why: str) -> LabelPurchase:
    """The attempt, on record as one that bought nothing."""
    closed = begun.model_copy(update={"nothing_bought": why})
    purchases.save(closed, after=begun)
    return closed


def _repeated(carrier: Carrier, begun: LabelPurchase, shipment: Shipment) -> Bought | NotBought:
    """To the letter as it was asked before. A no now says nothing of the first time."""
    try:
        return Bought(carrier.buy(as_tried(shipment, begun), rate_of(begun.offer)), begun)
    except ProviderRefused as exc:
        return _unknown(begun, str(exc))


def _unknown(begun: LabelPurchase, why: str, silence: Silence | None = None) -> NotBought:
    return NotBought({begun.offer.account: why}, unknown=begun, silence=silence)
