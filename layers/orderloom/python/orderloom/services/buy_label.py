"""Buying one label for an order: from the best offer, and from the next when it is refused.

What is asked for is on record first. An attempt of which nobody knows what became is looked up,
never repeated blindly: while it may have bought a label, no other is bought.
"""

from collections.abc import Mapping

from orderloom.domain.label_purchase import LabelPurchase
from orderloom.domain.quote import WantedOffer
from orderloom.domain.shipping import ShippingPolicy
from orderloom.errors import (
    CredentialsRejected,
    ProviderPaused,
    ProviderRefused,
    RateLimited,
)
from orderloom.ports.carrier import Carrier, Shipment
from orderloom.ports.clock import Clock
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.services.choose_rate import by_wish, ranked
from orderloom.services.label_attempt import Choice, attempt_after
from orderloom.services.label_outcome import Bought, NotBought
from orderloom.services.look_up_purchase import LookUpPurchase, close_attempt
from orderloom.services.share_accounts import Candidates, places
from orderloom.services.shop_rates import Offer, ShopRates

_MOST_TRIED = 6
"""Offers, before a person looks at the order."""

_OF_THE_ACCOUNT = (CredentialsRejected, RateLimited, ProviderPaused)
"""What its other offers would meet with, too."""


class BuyLabel:
    """`accounts` are one tenant's carriers by the name of the account."""

    def __init__(
        self,
        *,
        purchases: LabelPurchases,
        accounts: Mapping[str, Carrier],
        policy: ShippingPolicy,
        clock: Clock,
    ) -> None:
        self._purchases = purchases
        self._accounts = accounts
        self._policy = policy
        self._clock = clock
        self._look_up = LookUpPurchase(purchases=purchases, clock=clock)

    def __call__(
        self, order_id: str, shipment: Shipment, wanted: WantedOffer | None = None
    ) -> Bought | NotBought:
        """By the offer the merchant wants and by no other, or else as its strategy takes them.

        Raises ProviderUnavailable, ProviderPaused: try again, and the attempt is looked up.
        Raises VersionConflict: somebody else buys this order's label at the same time.
        """
        newest = self._purchases.newest(order_id)
        if newest is not None and newest.nothing_bought is None:
            found = self._look_up(self._accounts.get(newest.offer.account), newest, shipment)
            if not isinstance(found, LabelPurchase):
                return found
            newest = found
        choice = self._choose(shipment, wanted)
        left = Candidates(choice.best, places(self._accounts, self._policy.weights, order_id))
        for _ in range(_MOST_TRIED):
            offer = left.best()
            if offer is None:
                break
            begun = self._begin(order_id, shipment, offer, choice, after=newest)
            try:
                carrier = self._accounts[offer.account]
                return Bought(carrier.buy(shipment, offer.rate), begun)
            except (ProviderRefused, RateLimited, ProviderPaused) as exc:
                # A refusal is certain to have bought nothing; so is being turned away at the door.
                newest = close_attempt(self._purchases, begun, str(exc))
                choice = choice.without(offer, str(exc), busy=isinstance(exc, RateLimited))
                left.refused(offer, whole_account=isinstance(exc, _OF_THE_ACCOUNT))
        return NotBought(choice.reasons, offers=choice.alternatives(), silence=choice.silence)

    def _choose(self, shipment: Shipment, wanted: WantedOffer | None) -> Choice:
        found = ShopRates(self._accounts, deadline_ms=self._policy.deadline_ms)(shipment)
        if wanted is not None:
            best = by_wish(wanted, found.offers)
            chosen_by, none = wanted.quote_id, "the service that was chosen is not offered"
        else:
            best = ranked(found.offers, self._policy, shipment.currency)
            chosen_by = self._policy.strategy.value
            none = "in several foreign currencies, so none is the best"
        reasons = found.missing
        if found.offers and not best:
            reasons["rates"] = none
        return Choice(best, found.offers, reasons, chosen_by, silence=found.silence)

    def _begin(
        self,
        order_id: str,
        shipment: Shipment,
        offer: Offer,
        choice: Choice,
        *,
        after: LabelPurchase | None,
    ) -> LabelPurchase:
        begun = attempt_after(after, order_id, shipment, offer, choice)
        begun = begun.model_copy(update={"begun_at": self._clock.now()})
        self._purchases.save(begun, after=after)
        return begun
