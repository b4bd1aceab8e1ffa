"""A provider that does not answer is left alone, by everybody who would call it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aws_lambda_powertools.utilities.circuit_breaker import CircuitState
from aws_lambda_powertools.utilities.circuit_breaker.persistence.base import (
    CircuitBreakerExistingLockError,
    CircuitBreakerPersistenceLayer,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence.record import CircuitStateRecord
from orderloom.adapters.breaking import FAILURES, Breakers
from orderloom.errors import OutOfTurns, ProviderPaused, ProviderRefused, ProviderUnavailable
from orderloom.ports.carrier import Carrier
from orderloom.ports.payments import PaymentProvider
from orderloom.services.shop_rates import ShopRates

from tests.builders.shipments import a_shipment
from tests.fakes.carrier import FakeCarrier
from tests.fakes.payments import FakePayments

NOW = int(datetime.now(UTC).timestamp())


class Shared(CircuitBreakerPersistenceLayer):
    """One store in memory for several environments, each with a cache of its own."""

    def __init__(self, records: dict[str, CircuitStateRecord]) -> None:
        super().__init__()
        self.records = records

    def _get_record(self, name: str) -> CircuitStateRecord | None:
        return self.records.get(name)

    def _put_record(
        self,
        record: CircuitStateRecord,
        condition: str | None = None,
        expected_opened_at: int | None = None,
    ) -> None:
        known = self.records.get(record.name)
        if condition and known and (known.half_open_owner or known.opened_at != expected_opened_at):
            raise CircuitBreakerExistingLockError
        self.records[record.name] = record

    def _update_record(self, record: CircuitStateRecord) -> None:
        self.records[record.name] = record


class Street:
    """Accounts of one tenant, which no other test has: failures are counted by name."""

    _number = 0

    def __init__(self) -> None:
        Street._number += 1
        self.tenant_id = f"tenant-{Street._number}"
        self.records: dict[str, CircuitStateRecord] = {}
        self.told: list[tuple[CircuitState, CircuitState]] = []
        self.account = FakePayments()

    def guarded(self, provider: str = "stripe", tenant_id: str | None = None) -> PaymentProvider:
        """As another execution environment would make it."""
        return self.breakers().guarded(
            PaymentProvider,
            self.account,
            tenant_id=tenant_id or self.tenant_id,
            provider=provider,
        )

    def breakers(self) -> Breakers:
        return Breakers(
            Shared(self.records),
            recovery=timedelta(seconds=60),
            tell=lambda change: self.told.append((change.from_state, change.to_state)),
        )

    def down(self, times: int) -> None:
        failures = [ProviderUnavailable("stripe", "cancel", "503") for _ in range(times)]
        self.account.faults.before("on_record", *failures)

    def rested(self) -> None:
        """The circuit has been open for long enough to be tried."""
        name = f"{self.tenant_id}:stripe"
        self.records[name] = CircuitStateRecord(name, CircuitState.OPEN, FAILURES, NOW - 61)

    def opened(self) -> PaymentProvider:
        payments = self.guarded()
        self.down(FAILURES)
        for _ in range(FAILURES):
            with pytest.raises(ProviderUnavailable):
                payments.on_record("pi_1")
        return payments


@pytest.fixture
def street() -> Street:
    return Street()


def paused(payments: PaymentProvider) -> bool:
    """Whether the provider is not even asked. A made-up intent is refused by who is asked."""
    try:
        payments.on_record("pi_1")
    except ProviderPaused:
        return True
    except ProviderRefused:
        return False
    raise AssertionError("answered")


def test_while_it_answers_nobody_notices(street: Street) -> None:
    payments = street.guarded()
    assert isinstance(payments, PaymentProvider)
    assert payments.name == "stripe"
    for _ in range(3 * FAILURES):
        assert not paused(payments)
    assert street.records == {}


def test_a_few_failures_in_a_row_open_the_circuit(street: Street) -> None:
    payments = street.opened()
    assert paused(payments)
    assert paused(street.guarded())
    assert street.told == [(CircuitState.CLOSED, CircuitState.OPEN)]


def test_an_answer_between_them_starts_the_count_again(street: Street) -> None:
    """A definite no is an answer, too."""
    payments = street.guarded()
    for _ in range(3):
        street.down(FAILURES - 1)
        for _ in range(FAILURES - 1):
            with pytest.raises(ProviderUnavailable):
                payments.on_record("pi_1")
        assert not paused(payments)


def test_each_account_has_its_own_circuit(street: Street) -> None:
    street.opened()
    assert not paused(street.guarded("razorpay"))
    assert not paused(street.guarded(tenant_id=f"{street.tenant_id}-rival"))


def test_after_a_rest_one_is_let_through_and_its_answer_closes_the_circuit(street: Street) -> None:
    street.opened()
    street.rested()
    first, second = street.guarded(), street.guarded()
    assert not paused(first)
    assert not paused(second)
    assert street.told[-1] == (CircuitState.HALF_OPEN, CircuitState.CLOSED)


def test_who_was_not_elected_waits(street: Street) -> None:
    street.opened()
    street.rested()
    prober, other = street.breakers(), street.guarded()

    class Probing(FakePayments):
        def on_record(self, intent_id: str) -> Any:
            name = f"{street.tenant_id}:stripe"
            street.records[name] = CircuitStateRecord(
                name, CircuitState.HALF_OPEN, 0, NOW - 61, "another thread", NOW + 60
            )
            assert paused(other)
            return intent_id

    guarded = prober.guarded(
        PaymentProvider,
        Probing(),
        tenant_id=street.tenant_id,
        provider="stripe",
    )
    assert str(guarded.on_record("pi_1")) == "pi_1"


def test_a_failed_try_opens_it_again(street: Street) -> None:
    street.opened()
    street.rested()
    street.down(1)
    payments = street.guarded()
    with pytest.raises(ProviderUnavailable):
        payments.on_record("pi_1")
    assert paused(payments)
    assert street.told[-1] == (CircuitState.HALF_OPEN, CircuitState.OPEN)


def test_a_store_that_cannot_be_had_pauses_nobody(street: Street) -> None:
    street.opened()
    breakers = Breakers(Broken({}), recovery=timedelta(seconds=60), tell=lambda _: None)
    payments = breakers.guarded(
        PaymentProvider,
        street.account,
        tenant_id=street.tenant_id,
        provider="stripe",
    )
    assert not paused(payments)


class Broken(Shared):
    def _get_record(self, name: str) -> CircuitStateRecord | None:
        raise RuntimeError(name)


def test_our_own_limit_says_nothing_of_the_provider(street: Street) -> None:
    payments = street.guarded()
    spent = [OutOfTurns("stripe", "take a turn", "spoken for") for _ in range(2 * FAILURES)]
    street.account.faults.before("on_record", *spent)
    for _ in spent:
        with pytest.raises(OutOfTurns):
            payments.on_record("pi_1")
    assert not paused(payments)


def test_any_port_can_be_guarded(street: Street) -> None:
    inner = FakeCarrier(repeats=True)
    carrier = street.breakers().guarded(
        Carrier,
        inner,
        tenant_id=street.tenant_id,
        provider="shipstation",
    )
    assert isinstance(carrier, Carrier)
    assert carrier.find_label("unknown") is None
    assert carrier.name == inner.name
    assert carrier.repeats_safely


def test_a_carrier_that_does_not_answer_is_left_out_of_rate_shopping_at_once(
    street: Street,
) -> None:
    inner = FakeCarrier()
    carrier = street.breakers().guarded(
        Carrier, inner, tenant_id=street.tenant_id, provider="fedex.second"
    )
    shop = ShopRates({"fedex.second": carrier, "ups": FakeCarrier()}, deadline_ms=5000)
    down = [ProviderUnavailable("fedex", "rates", "503") for _ in range(FAILURES)]
    inner.faults.before("rates", *down)
    for _ in down:
        assert "503" in shop(a_shipment()).missing["fedex.second"]
    quotes = shop(a_shipment())  # it would answer again, but nobody asks
    assert "does not answer at present" in quotes.missing["fedex.second"]
    assert {offer.account for offer in quotes.offers} == {"ups"}
