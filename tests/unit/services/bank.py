"""An order whose money reached the bank."""

from datetime import timedelta

from orderloom.domain.ledger import Balance, balances
from orderloom.ports.payout_book import Payout, PayoutLine
from orderloom.services.match_payouts import MatchPayouts

from tests.fakes.sweeps import FakePayoutBook, FakeSweepLedger
from tests.unit.services.shop import Shop


class Bank:
    """A paid order, and a payout with its line and one of somebody else's."""

    def __init__(self, *, page_size: int = 100, pages: int = 10, **line: object) -> None:
        self.shop = Shop().labelled()
        now = self.shop.clock.now()
        given = {"net": 2397, "fee": 103, "intent_id": "pi_1", **line}
        ours = PayoutLine(line_id="txn_1", currency="USD", occurred_at=now, **given)  # type: ignore[arg-type]
        other = PayoutLine(line_id="txn_2", net=500, fee=20, currency="USD", occurred_at=now)
        payout = Payout("po_1", ours.net + other.net, "USD", now - timedelta(hours=1))
        self.book = FakePayoutBook(page_size=page_size)
        self.book.paid.append((payout, [ours, other]))
        self.ledger = FakeSweepLedger()
        self.match = MatchPayouts(
            orders=self.shop.orders,
            book=self.book,
            ledger=self.ledger,
            clock=self.shop.clock,
            pages=pages,
        )

    @property
    def balance(self) -> Balance:
        _, entries = self.shop.orders.ledger(self.shop.order_id)
        (found,) = balances(entries)
        return found
