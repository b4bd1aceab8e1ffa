"""Razorpay's settlements, and the lines each is made of.

Source: razorpay.com/docs/api/settlements: `/settlements` (newest first, at most 100 a page), and
`/settlements/recon/combined`, which lists by the day of the settlement in India, not by the
settlement. There `fee` holds its tax, and a line adds `credit` less `debit` to its settlement.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote, urlencode

import requests

from orderloom.adapters.provider_http import Answer
from orderloom.adapters.razorpay.documents import items
from orderloom.adapters.razorpay.http import razorpay_http
from orderloom.ports.payout_book import LinePage, Payout, PayoutBook, PayoutLine

_PAGE = 100
_INDIA = timezone(timedelta(hours=5, minutes=30))
_CURRENCY = "INR"
"""What is settled; a settlement does not say it."""

_DAYS = 2
"""A settlement made late in a day may be listed with the next."""


class RazorpayPayouts(PayoutBook):
    """One tenant's account; a payout is a settlement that reached the bank."""

    def __init__(
        self,
        *,
        key_id: str,
        key_secret: str,
        base_url: str = "https://api.razorpay.com",
        session: requests.Session | None = None,
    ) -> None:
        self._http = razorpay_http(
            key_id=key_id, key_secret=key_secret, base_url=base_url, session=session
        )

    def payouts(self, since: datetime) -> Sequence[Payout]:
        found: list[Payout] = []
        for settlements in self._pages("/settlements", {"from": int(since.timestamp())}):
            with self._http.understanding("list settlements"):
                found += [_payout(each) for each in settlements if each["status"] == "processed"]
        return sorted(found, key=lambda payout: payout.created_at)

    def lines(self, payout_id: str, cursor: str | None) -> LinePage:
        """The cursor says of which day how much is read."""
        offset, _, skip = (cursor or "0:0").partition(":")
        day = self._made_at(payout_id).astimezone(_INDIA) + timedelta(days=int(offset))
        date = {"year": day.year, "month": day.month, "day": day.day}
        found = self._page("/settlements/recon/combined", date, int(skip))
        with self._http.understanding("list settlement lines"):
            lines = [_line(each) for each in found if each["settlement_id"] == payout_id]
        if len(found) == _PAGE:
            return LinePage(tuple(lines), f"{offset}:{int(skip) + _PAGE}")
        last = int(offset) + 1 == _DAYS
        return LinePage(tuple(lines), None if last else f"{int(offset) + 1}:0")

    def _made_at(self, payout_id: str) -> datetime:
        path = f"/settlements/{quote(payout_id, safe='')}"
        settlement = self._http.json("read settlement", "GET", path)
        with self._http.understanding("read settlement"):
            return _moment(settlement)

    def _pages(self, path: str, query: dict[str, int]) -> Iterator[list[Answer]]:
        skip = 0
        while True:
            found = self._page(path, query, skip)
            yield found
            if len(found) < _PAGE:
                return
            skip += _PAGE

    def _page(self, path: str, query: dict[str, int], skip: int) -> list[Answer]:
        asked = urlencode({**query, "count": _PAGE, "skip": skip})
        answer = self._http.json("list settlements", "GET", f"{path}?{asked}")
        with self._http.understanding("list settlements"):
            return items(answer)


def _payout(settlement: Answer) -> Payout:
    return Payout(
        payout_id=str(settlement["id"]),
        amount=_whole(settlement["amount"]),
        currency=_CURRENCY,
        created_at=_moment(settlement),
    )


def _line(line: Answer) -> PayoutLine:
    paid = line["type"] == "payment"
    payment = line["entity_id"] if paid else line.get("payment_id")
    return PayoutLine(
        line_id=str(line["entity_id"]),
        net=_whole(line["credit"]) - _whole(line["debit"]),
        fee=_whole(line.get("fee") or 0),
        currency=_CURRENCY,
        occurred_at=_moment(line),
        fee_is_news=paid,
        intent_id=line.get("order_id") or payment,
        converted=str(line["currency"]).upper() != _CURRENCY,
    )


def _moment(document: Answer) -> datetime:
    return datetime.fromtimestamp(_whole(document["created_at"]), UTC)


def _whole(value: object) -> int:
    if type(value) is not int:
        raise ValueError("not a whole number")
    return value
