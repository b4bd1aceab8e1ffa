"""Razorpay's own payment page: a payment link, which makes its order when the shopper pays.

A link has our order's id as its `reference_id`, which Razorpay takes once: were an answer lost, the
link is found by it.
"""

from dataclasses import replace
from urllib.parse import quote, urlencode

from orderloom.adapters.provider_http import Answer, ProviderHttp
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.ports.payments import PageRequest, PaymentIntent, PaymentRequest

_PREFIX = "plink_"
_OVER = frozenset({"cancelled", "expired"})


def is_link(intent_id: str) -> bool:
    """An order's intent is its link, where it is paid on Razorpay's page."""
    return intent_id.startswith(_PREFIX)


def seen_as(link_id: str, intent: PaymentIntent) -> PaymentIntent:
    """What became of the page's payment, told of the page."""
    aliases = (intent.intent_id,) if intent.captured else ()
    return replace(intent, intent_id=link_id, aliases=aliases)


class PaymentLinks:
    """Links of one account."""

    def __init__(self, http: ProviderHttp) -> None:
        self._http = http

    def create(self, request: PaymentRequest, page: PageRequest, amount: int) -> PaymentIntent:
        """An unknown outcome is looked up once; still unknown, the next attempt looks first."""
        known = self._find(request)
        if known is not None:
            return known
        body = _document(request, page, amount)
        try:
            made = self._http.json("create payment", "POST", "/payment_links", body)
        except (ProviderUnavailable, ProviderRefused):
            known = self._find(request)
            if known is None:
                raise
            return known
        with self._http.understanding("create payment"):
            return _open(made)

    def paid_by(self, link_id: str) -> tuple[str | None, bool]:
        """The order its payments belong to, if any, and whether it can be paid no more."""
        answer = self._http.json("read payment", "GET", _path(link_id))
        with self._http.understanding("read payment"):
            return _told(answer)

    def close(self, link_id: str) -> tuple[str | None, bool]:
        """As `paid_by`, once nobody can begin to pay; one that was paid stays as it is."""
        try:
            answer = self._http.json("cancel payment", "POST", f"{_path(link_id)}/cancel")
        except ProviderRefused:
            return self.paid_by(link_id)
        with self._http.understanding("cancel payment"):
            return _told(answer)

    def _find(self, request: PaymentRequest) -> PaymentIntent | None:
        query = urlencode({"reference_id": request.order_id})
        answer = self._http.json("find payment", "GET", f"/payment_links?{query}")
        with self._http.understanding("find payment"):
            ours = [link for link in answer["payment_links"] or () if _is_of(link, request)]
            return _open(ours[0]) if ours else None


def _document(request: PaymentRequest, page: PageRequest, amount: int) -> Answer:
    """Razorpay writes to nobody; the merchant shows the link."""
    return {
        "amount": amount,
        "currency": request.currency,
        "accept_partial": False,
        "reference_id": request.order_id,
        "description": ", ".join(f"{x.quantity} x {x.name}" for x in page.lines)[:2048],
        "notify": {"sms": False, "email": False},
        "reminder_enable": False,
        "notes": {"tenant_id": request.tenant_id, "order_id": request.order_id},
        "callback_url": page.success_url,
        "callback_method": "get",
    }


def _is_of(link: Answer, request: PaymentRequest) -> bool:
    notes = link.get("notes")
    named = isinstance(notes, dict) and notes.get("tenant_id") == request.tenant_id
    return named and link["reference_id"] == request.order_id


def _open(link: Answer) -> PaymentIntent:
    if not is_link(link["id"]):
        raise ValueError("not a payment link")
    return PaymentIntent(
        str(link["id"]), captured=0, cancelled=False, page_url=str(link["short_url"])
    )


def _told(link: Answer) -> tuple[str | None, bool]:
    order_id = link.get("order_id")
    return (str(order_id) if order_id else None), link["status"] in _OVER


def _path(link_id: str) -> str:
    return f"/payment_links/{quote(link_id, safe='')}"
