"""Stripe's own payment page: a Checkout Session, which makes its intent when the shopper pays."""

from dataclasses import replace
from typing import TYPE_CHECKING

import stripe

from orderloom.adapters.stripe.amounts import to_stripe
from orderloom.adapters.stripe.errors import PROVIDER, translated
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.ports.payments import PageRequest, PaymentIntent, PaymentRequest

if TYPE_CHECKING:  # descriptions of parameters are not part of the layer
    from stripe.checkout import Session
    from stripe.params.checkout import (
        SessionCreateParams,
        SessionCreateParamsLineItem,
        SessionCreateParamsPaymentIntentData,
    )

_PREFIX = "cs_"


def is_session(intent_id: str) -> bool:
    """An order's intent is its session, where it is paid on Stripe's page."""
    return intent_id.startswith(_PREFIX)


def seen_as(session_id: str, intent: PaymentIntent) -> PaymentIntent:
    """What became of the page's payment, told of the page."""
    named = intent.intent_id
    return replace(intent, intent_id=session_id, payment_id=named, aliases=(named,))


class CheckoutPages:
    """Sessions of one account."""

    def __init__(self, client: stripe.StripeClient) -> None:
        self._sessions = client.v1.checkout.sessions

    def create(self, request: PaymentRequest, page: PageRequest) -> PaymentIntent:
        """Lives for a day, or until it is cancelled. The lines add up to the request's amount."""
        ours = {"tenant_id": request.tenant_id, "order_id": request.order_id}
        behind: SessionCreateParamsPaymentIntentData = {"metadata": ours}
        if request.capture_later:
            behind["capture_method"] = "manual"
        wanted: SessionCreateParams = {
            "mode": "payment",
            "success_url": page.success_url,
            "client_reference_id": request.order_id,
            "metadata": ours,
            "payment_intent_data": behind,
            "line_items": _line_items(page, request.currency),
        }
        if page.cancel_url is not None:
            wanted["cancel_url"] = page.cancel_url
        with translated("create payment"):
            session = self._sessions.create(wanted, {"idempotency_key": request.operation_key})
            return PaymentIntent(session.id, captured=0, cancelled=False, page_url=session.url)

    def payment(self, session_id: str) -> tuple[str | None, bool]:
        """The intent the page made, if any, and whether the page can never be paid any more."""
        with translated("read payment"):
            return _told(self._sessions.retrieve(session_id))

    def close(self, session_id: str, operation_key: str) -> tuple[str | None, bool]:
        """As `payment`, once nobody can begin to pay: a page that was paid stays as it is."""
        try:
            with translated("cancel payment"):
                options: stripe.RequestOptions = {"idempotency_key": f"{operation_key}:page"}
                return _told(self._sessions.expire(session_id, {}, options))
        except ProviderRefused:
            intent_id, expired = self.payment(session_id)
        if intent_id is None and not expired:
            raise ProviderUnavailable(PROVIDER, "cancel payment", "the page is still open")
        return intent_id, expired


def _told(session: "Session") -> tuple[str | None, bool]:
    intent = session.payment_intent
    return (intent if isinstance(intent, str | None) else intent.id), session.status == "expired"


def _line_items(page: PageRequest, currency: str) -> "list[SessionCreateParamsLineItem]":
    try:
        return [
            {
                "quantity": line.quantity,
                "price_data": {
                    "currency": currency.lower(),
                    "unit_amount": to_stripe(line.unit_price, currency),
                    "product_data": {"name": line.name},
                },
            }
            for line in page.lines
        ]
    except ValueError as exc:
        raise ProviderRefused(PROVIDER, "create payment", "amount_not_whole", currency) from exc
