"""Which of a carrier's accounts an order goes through, and which when that one fails."""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence

from orderloom.services.shop_rates import Offer

_REFUSALS = 2
"""Of an account, before it is left out: its third offer would hardly be taken."""


def places(accounts: Iterable[str], weights: Mapping[str, int], order_id: str) -> dict[str, int]:
    """Each account's place among those of its carrier, 0 for the first; all 0 without weights.

    By weighted rendezvous: the same for every try of an order, in proportion over many, and an
    account that comes or goes moves no more orders than its share.
    """
    by_carrier: dict[str, list[str]] = {}
    for account in accounts:
        by_carrier.setdefault(carrier_of(account), []).append(account)
    found: dict[str, int] = {}
    for own in by_carrier.values():
        weighted = any(account in weights for account in own)
        own.sort(key=lambda account: (_distance(account, weights, order_id), account))
        found |= {account: place if weighted else 0 for place, account in enumerate(own)}
    return found


def carrier_of(account: str) -> str:
    """`fedex` of `fedex.second`."""
    return account.partition(".")[0]


class Candidates:
    """Offers, best first; a carrier's further accounts once those before them are out."""

    def __init__(self, offers: Sequence[Offer], places: Mapping[str, int]) -> None:
        self._left = list(offers)
        self._places = places
        self._refusals: dict[str, int] = {}

    def best(self) -> Offer | None:
        return next((offer for offer in self._left if self._has_turn(offer.account)), None)

    def refused(self, offer: Offer, *, whole_account: bool) -> None:
        """`whole_account`: it takes no other offer either."""
        account = offer.account
        self._refusals[account] = self._refusals.get(account, 0) + 1
        out = whole_account or self._refusals[account] >= _REFUSALS
        self._left = [
            one for one in self._left if one != offer and not (out and one.account == account)
        ]

    def _has_turn(self, account: str) -> bool:
        place = self._places.get(account, 0)
        return not any(
            self._places.get(one.account, 0) < place
            for one in self._left
            if carrier_of(one.account) == carrier_of(account)
        )


def _distance(account: str, weights: Mapping[str, int], order_id: str) -> float:
    weight = weights.get(account, 1)
    if weight == 0:
        return math.inf
    digest = hashlib.sha256(f"{order_id}|{account}".encode()).digest()
    uniform = (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
    return -math.log(uniform) / weight
