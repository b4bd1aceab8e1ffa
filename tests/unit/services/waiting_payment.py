"""An order whose payment nobody told of."""

from datetime import timedelta

from orderloom.services.poll_payments import PollPayments
from orderloom.services.record_money import RecordMoney

from tests.builders.tenants import a_tenant
from tests.fakes.sweeps import FakeSweepLedger
from tests.unit.services.shop import Shop

PATIENCE = timedelta(minutes=10)


class Waiting:
    """A shop whose order has waited for its payment for eleven minutes."""

    def __init__(self, shop: Shop | None = None) -> None:
        self.shop = shop or Shop().requested()
        self.shop.clock.advance(minutes=11)
        self.ledger = FakeSweepLedger()
        money = RecordMoney(
            orders=self.shop.orders,
            payments=lambda _name: self.shop.payments,
            clock=self.shop.clock,
        )
        self.poll = PollPayments(
            tenant=a_tenant(),
            orders=self.shop.orders,
            ask=money.ask,
            ledger=self.ledger,
            clock=self.shop.clock,
            patience=PATIENCE,
        )

    def polled(self) -> int:
        now = self.shop.clock.now()
        return sum(hour.polled for hour in self.ledger.hours("stripe", now, now))
