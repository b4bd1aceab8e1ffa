"""Payout lines find their orders, and each is posted once."""

import pytest
from orderloom.errors import ProviderUnavailable, VersionConflict

from tests.unit.services.bank import Bank


def test_what_reached_the_bank_and_what_the_provider_kept_are_posted() -> None:
    bank = Bank()
    ((match,), more) = bank.match("stripe")
    assert (match.lines, match.matched, match.matched_net) == (2, 1, 2397)
    assert (match.done, match.unexplained, more) == (True, 0, False)
    balance = bank.balance
    assert (balance.paid_out, balance.fees, balance.held) == (2397, 103, 0)
    assert bank.shop.events[-1] == "payment.paid_out"


def test_a_payout_is_matched_once() -> None:
    bank = Bank()
    bank.match("stripe")
    assert bank.match("stripe") == ([], False)


def test_a_run_broken_off_posts_nothing_twice() -> None:
    bank = Bank(page_size=1)
    bank.ledger.faults.before("save_payout", VersionConflict("another"))
    with pytest.raises(VersionConflict):
        bank.match("stripe")
    ((match,), _) = bank.match("stripe")
    assert (match.done, match.matched) == (True, 1)
    assert bank.balance.paid_out == 2397


def test_a_long_payout_goes_on_where_it_stopped() -> None:
    bank = Bank(page_size=1, pages=1)
    ((match,), more) = bank.match("stripe")
    assert (match.lines, match.done, more) == (1, False, True)
    ((match,), more) = bank.match("stripe")
    assert (match.lines, match.done, more) == (2, True, False)


def test_money_taken_back_from_a_payout_is_negative() -> None:
    """A refund: the provider took from this payout what it sent to the shopper."""
    bank = Bank(net=-700, fee=0)
    bank.match("stripe")
    assert (bank.balance.paid_out, bank.balance.held) == (-700, 3200)


def test_a_disputes_fee_is_not_posted_again() -> None:
    bank = Bank(net=-3600, fee=1500, fee_is_news=False)
    bank.match("stripe")
    assert (bank.balance.fees, bank.balance.paid_out) == (0, -3600)


def test_a_line_in_another_currency_than_its_payment_is_left_to_a_person() -> None:
    bank = Bank(converted=True)
    ((match,), _) = bank.match("stripe")
    assert (match.matched, bank.balance.paid_out) == (0, 0)


def test_lines_that_do_not_add_up_are_told_of() -> None:
    bank = Bank()
    payout, lines = bank.book.paid[0]
    bank.book.paid[0] = (payout, lines[:1])
    bank.shop.clock.advance(days=1)
    ((match,), _) = bank.match("stripe")
    assert (match.unexplained, match.done) == (500, True)


def test_a_payout_told_of_before_its_lines_is_read_again() -> None:
    bank = Bank()
    payout, lines = bank.book.paid[0]
    for known in ([], lines[:1]):
        bank.book.paid[0] = (payout, known)
        ((match,), more) = bank.match("stripe")
        assert (match.done, more) == (False, False)
    bank.book.paid[0] = (payout, lines)
    ((match,), _) = bank.match("stripe")
    assert (match.done, match.unexplained, match.matched) == (True, 0, 1)
    assert bank.balance.paid_out == 2397


def test_a_dry_run_posts_nothing() -> None:
    bank = Bank()
    ((match,), more) = bank.match("stripe", dry_run=True)
    assert (match.payout_id, match.done, more) == ("po_1", False, False)
    assert bank.balance.paid_out == 0


def test_a_provider_that_does_not_answer_changes_nothing() -> None:
    bank = Bank()
    bank.book.faults.before("lines", ProviderUnavailable("stripe", "list", "timeout"))
    with pytest.raises(ProviderUnavailable):
        bank.match("stripe")
    assert bank.balance.paid_out == 0
