"""What became of buying an order's label."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderloom.domain.label_purchase import LabelPurchase
from orderloom.domain.quote import OfferOnRecord, Silence
from orderloom.ports.carrier import Label


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
        offers: what was on offer, best first.
        silence: why an account that may sell said nothing.
    """

    reasons: Mapping[str, str]
    unknown: LabelPurchase | None = None
    offers: tuple[OfferOnRecord, ...] = ()
    silence: Silence | None = None
