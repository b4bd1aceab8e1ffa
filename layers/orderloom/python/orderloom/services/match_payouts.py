"""Payout lines, matched to orders: what of each order's money reached the merchant's bank."""

from collections.abc import Sequence
from datetime import timedelta

from orderloom.domain.facts import EventSource
from orderloom.domain.payout import PaidOut, PayoutMatch, pay_out
from orderloom.errors import AlreadyApplied
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.payout_book import Payout, PayoutBook, PayoutLine
from orderloom.ports.sweep_ledger import SweepLedger
from orderloom.services.optimistic import deciding_again

LOOK_BACK = timedelta(days=14)
"""Payouts are on their way for days before they are paid."""

LISTED_WITHIN = timedelta(days=1)
"""A provider may tell of a payout before all its lines: until then they are read again."""

PAGES_A_RUN = 10
"""Some thousand lines: what one function run has time for."""


class MatchPayouts:
    """One tenant's orders against one account; each line is posted once, however often read."""

    def __init__(
        self,
        *,
        orders: OrderRepository,
        book: PayoutBook,
        ledger: SweepLedger,
        clock: Clock,
        pages: int = PAGES_A_RUN,
    ) -> None:
        self._orders = orders
        self._book = book
        self._ledger = ledger
        self._clock = clock
        self._pages = pages

    def __call__(self, provider: str, *, dry_run: bool = False) -> tuple[list[PayoutMatch], bool]:
        """The payouts worked on, and whether there is more to do.

        Raises VersionConflict (another matches them), ProviderUnavailable, ProviderRefused,
        TransientError: what was posted stays, the rest is for the next run.
        """
        open_ones = self._unfinished(provider)
        if dry_run:
            return open_ones, False
        worked: list[PayoutMatch] = []
        pages, more = self._pages, False
        for match in open_ones:
            current, at_its_end = match, False
            while pages and not at_its_end:
                current = self._page(current)
                at_its_end = current.cursor is None
                pages -= 1
            more = more or not at_its_end
            worked.append(current)
        return worked, more

    def _unfinished(self, provider: str) -> list[PayoutMatch]:
        payouts = self._book.payouts(self._clock.now() - LOOK_BACK)
        known = {match.payout_id: match for match in self._known(provider, payouts)}
        matches = [known.get(each.payout_id) or _new(provider, each) for each in payouts]
        return [match for match in matches if not match.done]

    def _known(self, provider: str, payouts: Sequence[Payout]) -> Sequence[PayoutMatch]:
        if not payouts:
            return ()
        return self._ledger.payouts(provider, payouts[0].created_at, payouts[-1].created_at)

    def _page(self, match: PayoutMatch) -> PayoutMatch:
        page = self._book.lines(match.payout_id, match.cursor)
        matched = [line for line in page.lines if self._post(match, line)]
        following = match.model_copy(
            update={
                "cursor": page.cursor,
                "done": page.cursor is None,
                "lines": match.lines + len(page.lines),
                "net": match.net + sum(line.net for line in page.lines),
                "matched": match.matched + len(matched),
                "matched_net": match.matched_net + sum(line.net for line in matched),
                "version": match.version + 1,
            }
        )
        if following.done and following.unexplained and self._is_young(match):
            following = following.read_again
        self._ledger.save_payout(following)
        return following

    def _is_young(self, match: PayoutMatch) -> bool:
        return self._clock.now() - match.created_at < LISTED_WITHIN

    @deciding_again
    def _post(self, match: PayoutMatch, line: PayoutLine) -> bool:
        """Whether the line belongs to an order here, in whose currency it is."""
        if line.intent_id is None or line.converted:
            return False
        order_id = self._orders.find(match.provider, line.intent_id)
        if order_id is None:
            return False
        paid = _paid_out(match, line)
        try:
            self._orders.commit(pay_out(self._orders.get(order_id), paid, self._clock.now()))
        except AlreadyApplied:
            return True
        return True


def _new(provider: str, payout: Payout) -> PayoutMatch:
    return PayoutMatch(
        provider=provider,
        payout_id=payout.payout_id,
        amount=payout.amount,
        currency=payout.currency,
        created_at=payout.created_at,
    )


def _paid_out(match: PayoutMatch, line: PayoutLine) -> PaidOut:
    return PaidOut(
        source=EventSource(
            provider=match.provider,
            event_id=f"{match.payout_id}:{line.line_id}",
            event_type="payout.line",
            occurred_at=line.occurred_at,
            swept=True,
        ),
        payout_id=match.payout_id,
        line_id=line.line_id,
        net=line.net,
        fee=line.fee if line.fee_is_news else 0,
        currency=line.currency,
    )
