"""Asking all carriers at once, and going on with those that answered in time."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass

from orderloom.domain.quote import NO_ANSWER, CarrierAnswer, OfferOnRecord, Outcome, Silence
from orderloom.errors import ProviderRefused, ProviderUnavailable, RateLimited, ShipmentUnfit
from orderloom.ports.carrier import Carrier, Rate, Shipment


@dataclass(frozen=True)
class Offer:
    """A rate, and the account (`fedex`, `fedex:second`) it can be bought through."""

    account: str
    rate: Rate


def on_record(offer: Offer) -> OfferOnRecord:
    return OfferOnRecord(account=offer.account, **asdict(offer.rate))


def rate_of(offer: OfferOnRecord) -> Rate:
    return Rate(**offer.model_dump(exclude={"account"}))


@dataclass(frozen=True)
class Answers:
    """What came back: the offers, and what became of asking each account."""

    offers: tuple[Offer, ...]
    answers: tuple[CarrierAnswer, ...]

    @property
    def silence(self) -> Silence | None:
        """Why nobody offered or refused anything; None where somebody did, or none was asked."""
        outcomes = {each.outcome for each in self.answers}
        if not outcomes or outcomes - NO_ANSWER:
            return None
        return Silence.BUSY if Outcome.BUSY in outcomes else Silence.DOWN

    @property
    def missing(self) -> dict[str, str]:
        """Accounts without an offer, each with the reason in one line."""
        return {each.account: each.detail for each in self.answers if each.detail}


class ShopRates:
    """`accounts` are carriers by the name of the account."""

    def __init__(self, accounts: Mapping[str, Carrier], *, deadline_ms: int) -> None:
        self._accounts = accounts
        self._deadline = deadline_ms / 1000

    def __call__(self, shipment: Shipment) -> Answers:
        """Never later than the deadline, and never because of one carrier's failure.

        An answer that comes later is thrown away; its request ends by its own time limits.
        """
        if not self._accounts:
            return Answers((), ())
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
        answers: list[CarrierAnswer] = []
        for account, answer in asked.items():
            rates, became = self._answer(account, answer)
            offers += [Offer(account, rate) for rate in rates]
            answers.append(became)
        return Answers(tuple(offers), tuple(answers))

    def _answer(
        self, account: str, answer: "Future[tuple[Rate, ...]]"
    ) -> tuple[Sequence[Rate], CarrierAnswer]:
        if not answer.done() or answer.cancelled():
            why = f"no answer in {self._deadline:g} s"
            return (), CarrierAnswer(account=account, outcome=Outcome.TIMED_OUT, detail=why)
        error = answer.exception()
        if error is not None:
            return (), _failure(account, error)
        rates = answer.result()
        if rates:
            return rates, CarrierAnswer(account=account, outcome=Outcome.OFFERED)
        why = "offers nothing for this parcel"
        return (), CarrierAnswer(account=account, outcome=Outcome.NOTHING, detail=why)


def _failure(account: str, error: BaseException) -> CarrierAnswer:
    """Raises what no carrier said: a mistake of ours, or a table that is moving."""
    if not isinstance(error, ProviderUnavailable | ProviderRefused):
        raise error
    field, outcome = None, Outcome.UNAVAILABLE
    if isinstance(error, ShipmentUnfit):
        field, outcome = error.field, Outcome.UNFIT
    elif isinstance(error, ProviderRefused):
        outcome = Outcome.REFUSED
    elif isinstance(error, RateLimited):
        outcome = Outcome.BUSY
    return CarrierAnswer(account=account, outcome=outcome, detail=str(error), field=field)
