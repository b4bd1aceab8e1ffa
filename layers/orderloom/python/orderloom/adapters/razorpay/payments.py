"""Payments through Razorpay's API.

Only refunds have an idempotency key there. An order has our order's id as its `receipt`, is
looked up by it before it is made, and costs nothing until the shopper pays it: were two made
after all (an answer lost, a list that lags), only the one on our record is ever shown.
"""

from dataclasses import replace
from urllib.parse import quote, urlencode

import requests

from orderloom.adapters.provider_http import Answer
from orderloom.adapters.razorpay import documents
from orderloom.adapters.razorpay.amounts import to_razorpay
from orderloom.adapters.razorpay.documents import Payment, RefundMade
from orderloom.adapters.razorpay.http import PROVIDER, razorpay_http
from orderloom.adapters.razorpay.links import PaymentLinks, is_link, seen_as
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.ports.payments import (
    MoneyOnRecord,
    PaymentIntent,
    PaymentProvider,
    PaymentRequest,
    Refund,
)

_MOST_LISTED = 100


class RazorpayPayments(PaymentProvider):
    """One tenant's account; an intent is a Razorpay order, each attempt to pay it a payment."""

    name = PROVIDER

    def __init__(
        self,
        *,
        key_id: str,
        key_secret: str,
        base_url: str = "https://api.razorpay.com",
        session: requests.Session | None = None,
    ) -> None:
        self._key_id = key_id
        self._http = razorpay_http(
            key_id=key_id, key_secret=key_secret, base_url=base_url, session=session
        )
        self._links = PaymentLinks(self._http)

    def create(self, request: PaymentRequest) -> PaymentIntent:
        """An unknown outcome is looked up once; still unknown, the next attempt looks first."""
        amount = _razorpay_amount("create payment", request.amount, request.currency)
        if request.page is not None:
            return self._links.create(request, request.page, amount)
        known = self._find(request, amount)
        if known is not None:
            return known
        body = documents.order_document(request, amount)
        try:
            made = self._http.json("create payment", "POST", "/orders", body)
        except ProviderUnavailable:
            known = self._find(request, amount)
            if known is None:
                raise
            return known
        with self._http.understanding("create payment"):
            return self._unpaid(str(made["id"]))

    def cancel(self, intent_id: str, operation_key: str) -> PaymentIntent:
        """A Razorpay order cannot be cancelled: the shopper loses sight of it, no more.

        One that is authorised is captured, to be refunded at once: the authorisation alone
        would hold the shopper's money for days. A link can be cancelled until it is paid.
        """
        if is_link(intent_id):
            paid_by, over = self._links.close(intent_id)
            if paid_by is None:
                return PaymentIntent(intent_id, captured=0, cancelled=over)
            return seen_as(intent_id, self.cancel(paid_by, operation_key))
        payments = self._payments("cancel payment", intent_id)
        for payment in payments:
            if payment.status == "authorized":
                payments = self._capture(intent_id, payment)
                break
        return _afterwards(intent_id, payments)

    def void(self, intent_id: str, operation_key: str) -> PaymentIntent:  # noqa: ARG002
        """Razorpay takes no call for it: uncaptured, it sends the money back after five days."""
        return _afterwards(intent_id, self._payments("cancel payment", intent_id))

    def capture(self, intent_id: str, amount: int, operation_key: str) -> PaymentIntent:  # noqa: ARG002
        """A payment can be captured once, so that no key is needed to do it once."""
        payments = self._payments("read payment", intent_id)
        kept = next((p for p in payments if p.status == "authorized"), None)
        if kept is not None and not documents.captured_in(payments):
            if kept.amount != amount:
                raise ProviderRefused(PROVIDER, "capture payment", "amount_mismatch", intent_id)
            payments = self._capture(intent_id, kept)
        if not documents.captured_in(payments):
            raise ProviderRefused(PROVIDER, "capture payment", "nothing_authorised", intent_id)
        return _afterwards(intent_id, payments)

    def refund(self, intent_id: str, amount: int, operation_key: str) -> Refund:
        key, intent_id = documents.refund_key(operation_key), self._behind(intent_id)
        paid = [p for p in self._payments("read payment", intent_id) if p.captured]
        for refund in (refund for p in paid for refund in self._refunds(p)):
            if refund.receipt == key:
                return _accepted(refund)
        payment = next((p for p in paid if p.left >= amount), None)
        if payment is None:
            raise ProviderRefused(PROVIDER, "refund payment", "amount_too_large", intent_id)
        wanted = _razorpay_amount("refund payment", amount, payment.currency)
        answer = self._http.json(
            "refund payment",
            "POST",
            f"{_payment_path(payment)}/refund",
            documents.refund_document(wanted, key),
            headers={"X-Refund-Idempotency": key},
        )
        with self._http.understanding("refund payment"):
            return _accepted(documents.refund_of(answer))

    def on_record(self, intent_id: str) -> MoneyOnRecord:
        if not is_link(intent_id):
            return self._on_record(intent_id)
        paid_by, over = self._links.paid_by(intent_id)
        if paid_by is None:
            return MoneyOnRecord(captured=0, currency="", refunds=(), cancelled=over)
        record = self._on_record(paid_by)
        return replace(record, aliases=(paid_by,), cancelled=over and not record.captured)

    def _behind(self, intent_id: str) -> str:
        """The order itself, of a link what it made. Raises ProviderRefused: nobody paid there."""
        paid_by = self._links.paid_by(intent_id)[0] if is_link(intent_id) else intent_id
        if paid_by is None:
            raise ProviderRefused(PROVIDER, "read payment", "nothing_paid", intent_id)
        return paid_by

    def _on_record(self, intent_id: str) -> MoneyOnRecord:
        payments = self._payments("read payment", intent_id)
        paid = [p for p in payments if p.captured]
        kept = [p for p in payments if p.status == "authorized"]
        made = [refund for payment in paid for refund in self._refunds(payment)]
        return MoneyOnRecord(
            captured=documents.captured_in(paid),
            currency=next((p.currency for p in (*paid, *kept)), ""),
            refunds=tuple(documents.on_record(refund) for refund in made),
            payment_id=next((p.payment_id for p in (*paid, *kept)), None),
            fee=sum(p.fee or 0 for p in paid) or None,
            authorised=sum(p.amount for p in kept[:1]) if not paid else 0,
        )

    def _capture(self, intent_id: str, payment: Payment) -> list[Payment]:
        """The payments afterwards: whether or not it was captured meanwhile by Razorpay."""
        body = {"amount": payment.amount, "currency": payment.currency}
        try:
            self._http.json("capture payment", "POST", f"{_payment_path(payment)}/capture", body)
        except ProviderRefused:
            payments = self._payments("cancel payment", intent_id)
            if not any(p.status == "authorized" for p in payments):
                return payments
            raise
        return self._payments("cancel payment", intent_id)

    def _find(self, request: PaymentRequest, amount: int) -> PaymentIntent | None:
        """The oldest order with this receipt that is ours: a merchant may use any receipt."""
        query = urlencode({"receipt": request.order_id, "count": _MOST_LISTED})
        answer = self._http.json("find payment", "GET", f"/orders?{query}")
        with self._http.understanding("find payment"):
            ours = [o for o in documents.items(answer) if _asks_for(o, request, amount)]
            if not ours:
                return None
            oldest = min(ours, key=lambda order: (order["created_at"], order["id"]))
            return self._unpaid(str(oldest["id"]))

    def _payments(self, operation: str, intent_id: str) -> list[Payment]:
        path = f"/orders/{quote(intent_id, safe='')}/payments"
        answer = self._http.json(operation, "GET", path)
        with self._http.understanding(operation):
            return [documents.payment_of(payment) for payment in documents.items(answer)]

    def _refunds(self, payment: Payment) -> list[RefundMade]:
        path = f"{_payment_path(payment)}/refunds?count={_MOST_LISTED}"
        answer = self._http.json("read refunds", "GET", path)
        with self._http.understanding("read refunds"):
            return [documents.refund_of(refund) for refund in documents.items(answer)]

    def _unpaid(self, intent_id: str) -> PaymentIntent:
        return PaymentIntent(intent_id, captured=0, cancelled=False, public_key=self._key_id)


def _afterwards(intent_id: str, payments: list[Payment]) -> PaymentIntent:
    captured = documents.captured_in(payments)
    payment_id = next((p.payment_id for p in payments if p.captured), None)
    return PaymentIntent(
        intent_id, captured=captured, cancelled=not captured, payment_id=payment_id
    )


def _asks_for(order: Answer, request: PaymentRequest, amount: int) -> bool:
    notes = order.get("notes")
    return (
        order.get("receipt") == request.order_id
        and isinstance(notes, dict)
        and notes.get("tenant_id") == request.tenant_id
        and (order["amount"], order["currency"]) == (amount, request.currency)
    )


def _payment_path(payment: Payment) -> str:
    return f"/payments/{quote(payment.payment_id, safe='')}"


def _accepted(refund: RefundMade) -> Refund:
    if refund.lost:
        raise ProviderRefused(PROVIDER, "refund payment", "refund_failed", refund.refund_id)
    return Refund(refund_id=refund.refund_id, settled=refund.settled)


def _razorpay_amount(operation: str, amount: int, currency: str) -> int:
    try:
        return to_razorpay(amount, currency)
    except ValueError as exc:
        raise ProviderRefused(PROVIDER, operation, "amount_not_whole", currency) from exc
