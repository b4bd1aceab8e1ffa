"""Buying one label for an order: from the best offer, and from the next when it is refused.

What is asked for is on record first. An attempt of which nobody knows what became is looked up,
never repeated blindly: while it may have bought a label, no other is bought.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from orderloom.domain.label_purchase import LabelPurchase
from orderloom.domain.quote import WantedOffer
from orderloom.domain.shipping import ShippingPolicy
from orderloom.errors import ProviderRefused, ProviderUnavailable, RateLimited, Unsupported
from orderloom.ports.carrier import Carrier, Label, Shipment
from orderloom.ports.label_purchases import LabelPurchases
from orderloom.services.choose_rate import by_wish, ranked
from orderloom.services.label_attempt import Choice, as_tried, attempt_after, priced
from orderloom.services.shop_rates import ShopRates, rate_of

_MOST_TRIED = 4
"""Offers, before a person looks at the order."""

_MOST_LOOKS = 5
"""Looks for a label, each in a further try of the saga's step: some minutes in all."""


@dataclass(frozen=True)
class Bought:
    """A label, and what it was bought with."""

    label: Label
    purchase: LabelPurchase


@dataclass(frozen=True)
class NotBought:
    """No label: `reasons` by account.

    Attributes:
        unknown: an attempt that may have bought one all the same; only a person can tell.
    """

    reasons: Mapping[str, str]
    unknown: LabelPurchase | None = None


class BuyLabel:
    """`accounts` are one tenant's carriers by the name of the account."""

    def __init__(
        self, *, purchases: LabelPurchases, accounts: Mapping[str, Carrier], policy: ShippingPolicy
    ) -> None:
        self._purchases = purchases
        self._accounts = accounts
        self._policy = policy

    def __call__(
        self, order_id: str, shipment: Shipment, wanted: WantedOffer | None = None
    ) -> Bought | NotBought:
        """By the offer the merchant wants and by no other, or else as its strategy takes them.

        Raises ProviderUnavailable: try again, and the attempt is looked up.
        Raises VersionConflict: somebody else buys this order's label at the same time.
        """
        newest = self._purchases.newest(order_id)
        if newest is not None and newest.nothing_bought is None:
            found = self._look_up(newest, shipment)
            if not isinstance(found, LabelPurchase):
                return found
            newest = found
        choice = self._choose(shipment, wanted)
        for offer in choice.best[:_MOST_TRIED]:
            begun = attempt_after(newest, order_id, shipment, offer, choice)
            self._purchases.save(begun, after=newest)
            bought = self._buy(begun, shipment)
            if isinstance(bought, Bought):
                return bought
            newest = bought
            choice = choice.without(offer, newest.nothing_bought or "")
        return NotBought(choice.reasons)

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
        return Choice(best, found.offers, reasons, chosen_by)

    def _buy(self, begun: LabelPurchase, shipment: Shipment) -> Bought | LabelPurchase:
        """A refusal is certain to have bought nothing, and so is being turned away at the door."""
        carrier = self._accounts[begun.offer.account]
        try:
            return Bought(carrier.buy(as_tried(shipment, begun), rate_of(begun.offer)), begun)
        except (ProviderRefused, RateLimited) as exc:
            return self._nothing_bought(begun, str(exc))

    def _look_up(
        self, begun: LabelPurchase, shipment: Shipment
    ) -> Bought | NotBought | LabelPurchase:
        """What became of an attempt: its label, nothing (the attempt, closed), or nobody knows."""
        account = begun.offer.account
        carrier = self._accounts.get(account)
        if carrier is None:
            return NotBought({account: "is connected no longer"}, unknown=begun)
        try:
            label = carrier.find_label(shipment.operation_key)
        except Unsupported:
            if carrier.repeats_safely:
                return self._buy(begun, shipment)
            return NotBought({account: "cannot tell whether it sold a label"}, unknown=begun)
        except ProviderUnavailable as exc:
            if begun.looks >= _MOST_LOOKS:
                return NotBought({account: str(exc)}, unknown=begun)
            looked = begun.model_copy(update={"looks": begun.looks + 1})
            self._purchases.save(looked, after=begun)
            raise
        if label is not None:
            return Bought(priced(label, begun.offer), begun)
        return self._nothing_bought(begun, "no such label there")

    def _nothing_bought(self, begun: LabelPurchase, why: str) -> LabelPurchase:
        closed = begun.model_copy(update={"nothing_bought": why})
        self._purchases.save(closed, after=begun)
        return closed
