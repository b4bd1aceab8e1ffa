"""Asking all carriers at once, and going on with those that answered in time."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from orderloom.errors import OrderloomError
from orderloom.ports.carrier import Carrier, Rate, Shipment


@dataclass(frozen=True)
class Offer:
    """A rate, and the account (`fedex`, `fedex:second`) it can be bought through."""

    account: str
    rate: Rate


@dataclass(frozen=True)
class Quotes:
    """What came back.

    Attributes:
        missing: accounts without an offer, each with the reason in one line.
    """

    offers: tuple[Offer, ...]
    missing: Mapping[str, str]


class ShopRates:
    """`accounts` are carriers by the name of the account."""

    def __init__(self, accounts: Mapping[str, Carrier], *, deadline_ms: int) -> None:
        self._accounts = accounts
        self._deadline = deadline_ms / 1000

    def __call__(self, shipment: Shipment) -> Quotes:
        """Never later than the deadline, and never because of one carrier's failure.

        An answer that comes later is thrown away; its request ends by its own time limits.
        """
        if not self._accounts:
            return Quotes((), {})
        pool = ThreadPoolExecutor(len(self._accounts), "rates")
        try:
            asked = {
                name: pool.submit(carrier.rates, shipment)
                for name, carrier in self._accounts.items()
            }
            wait(asked.values(), timeout=self._deadline)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        offers: list[Offer] = []
        missing: dict[str, str] = {}
        for account, answer in asked.items():
            rates, why = self._answer(answer)
            offers += [Offer(account, rate) for rate in rates]
            if why:
                missing[account] = why
        return Quotes(tuple(offers), missing)

    def _answer(self, answer: "Future[tuple[Rate, ...]]") -> tuple[Sequence[Rate], str]:
        if not answer.done() or answer.cancelled():
            return (), f"no answer in {self._deadline:g} s"
        error = answer.exception()
        if error is None:
            rates = answer.result()
            return rates, "" if rates else "offers nothing for this parcel"
        if not isinstance(error, OrderloomError):
            raise error
        return (), str(error)
