"""Stripe's payouts, and the balance transactions each is made of.

Source: docs.stripe.com/api/balance_transactions/list: `payout` lists those of an automatic
payout, the payout's own included.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import stripe

from orderloom.adapters.stripe.amounts import from_stripe
from orderloom.adapters.stripe.client import stripe_client
from orderloom.adapters.stripe.errors import translated
from orderloom.adapters.stripe.record import raw_answer
from orderloom.ports.payout_book import LinePage, Payout, PayoutBook, PayoutLine

_PAGE = 100
_OWN_TYPES = frozenset({"payout", "payout_cancel", "payout_failure"})
_CHARGES = frozenset({"charge", "payment"})


class StripePayouts(PayoutBook):
    """One tenant's Stripe account; `base_url` is where `/v1` is found.

    `account`: the connected account that a platform's key acts for.
    """

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str = "https://api.stripe.com",
        http_client: stripe.HTTPClient | None = None,
        account: str | None = None,
    ) -> None:
        self._client = stripe_client(api_key, base_url, http_client, account)

    def payouts(self, since: datetime) -> Sequence[Payout]:
        with translated("list payouts"):
            listed = self._client.v1.payouts.list(
                {"status": "paid", "created": {"gte": int(since.timestamp())}, "limit": _PAGE}
            )
            found = [_payout(each) for each in listed.auto_paging_iter() if _readable(each)]
            return sorted(found, key=lambda payout: payout.created_at)

    def lines(self, payout_id: str, cursor: str | None) -> LinePage:
        asked: dict[str, Any] = {"payout": payout_id, "limit": _PAGE, "expand": ["data.source"]}
        if cursor is not None:
            asked["starting_after"] = cursor
        with translated("list balance transactions"):
            listed = self._client.v1.balance_transactions.list(asked)  # type: ignore[arg-type]  # a plain dict
            entries: list[dict[str, Any]] = raw_answer(listed)["data"]
            lines = [_line(each) for each in entries if each["type"] not in _OWN_TYPES]
            more = listed.has_more and entries
            return LinePage(tuple(lines), str(entries[-1]["id"]) if more else None)


def _readable(payout: stripe.Payout) -> bool:
    """Its lines are known: of a payout by hand they never are, and they may come after the money.

    `payout.reconciliation_completed` says when.
    """
    return payout.automatic and payout.reconciliation_status != "in_progress"


def _payout(payout: stripe.Payout) -> Payout:
    currency = payout.currency.upper()
    return Payout(
        payout_id=payout.id,
        amount=from_stripe(payout.amount, currency),
        currency=currency,
        created_at=datetime.fromtimestamp(payout.created, UTC),
    )


def _line(entry: dict[str, Any]) -> PayoutLine:
    currency = entry["currency"].upper()
    source = entry.get("source")
    intent = source.get("payment_intent") if isinstance(source, dict) else None
    return PayoutLine(
        line_id=entry["id"],
        net=_signed(entry["net"], currency),
        fee=_signed(entry["fee"], currency),
        currency=currency,
        occurred_at=datetime.fromtimestamp(entry["created"], UTC),
        # The fee of a dispute came with the event that told of its money.
        fee_is_news=entry["type"] in _CHARGES,
        intent_id=intent,
        converted=entry.get("exchange_rate") is not None,
    )


def _signed(amount: int, currency: str) -> int:
    whole = from_stripe(abs(amount), currency)
    return whole if amount >= 0 else -whole
