"""Payments through Stripe's own SDK."""

import stripe

from orderloom.adapters.stripe.account import OWN_ACCOUNT
from orderloom.adapters.stripe.amounts import from_stripe, to_stripe
from orderloom.adapters.stripe.client import stripe_client
from orderloom.adapters.stripe.errors import PROVIDER, translated
from orderloom.adapters.stripe.refunds import OPERATION, REFUND_STATES
from orderloom.domain.money import RefundState
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.ports.payments import (
    MoneyOnRecord,
    PaymentIntent,
    PaymentProvider,
    PaymentRequest,
    Refund,
    RefundOnRecord,
)

_LIST_LIMIT = 100


class StripePayments(PaymentProvider):
    """One tenant's Stripe account; `base_url` is where `/v1` is found."""

    name = PROVIDER

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str = "https://api.stripe.com",
        http_client: stripe.HTTPClient | None = None,
    ) -> None:
        client = stripe_client(api_key, base_url, http_client)
        self._intents = client.v1.payment_intents
        self._refunds = client.v1.refunds

    def create(self, request: PaymentRequest) -> PaymentIntent:
        amount = _stripe_amount("create payment", request.amount, request.currency)
        with translated("create payment"):
            intent = self._intents.create(
                {
                    "amount": amount,
                    "currency": request.currency.lower(),
                    "automatic_payment_methods": {"enabled": True},
                    "metadata": {"tenant_id": request.tenant_id, "order_id": request.order_id},
                },
                {"idempotency_key": request.operation_key},
            )
            return _described(intent)

    def cancel(self, intent_id: str, operation_key: str) -> PaymentIntent:
        """One refused because the intent moved on is answered with the intent as it is.

        A refusal is stored under the key and replayed though the intent may be open again by
        then (its payment failed after all), so an open one is cancelled once more, without it.
        """
        attempts: tuple[stripe.RequestOptions, ...] = ({"idempotency_key": operation_key}, {})
        for options in attempts:
            try:
                with translated("cancel payment"):
                    return _described(self._intents.cancel(intent_id, {}, options))
            except ProviderRefused as exc:
                if exc.code != "payment_intent_unexpected_state":
                    raise
            with translated("read payment"):
                intent = self._intents.retrieve(intent_id)
                if intent.status in ("succeeded", "canceled"):
                    return _described(intent)
        raise ProviderUnavailable(PROVIDER, "cancel payment", f"intent is {intent.status}")

    def refund(self, intent_id: str, amount: int, operation_key: str) -> Refund:
        with translated("read payment"):
            currency = self._intents.retrieve(intent_id).currency.upper()
        stripe_amount = _stripe_amount("refund payment", amount, currency)
        with translated("refund payment"):
            refund = self._refunds.create(
                {
                    "payment_intent": intent_id,
                    "amount": stripe_amount,
                    "metadata": {OPERATION: operation_key},
                },
                {"idempotency_key": operation_key},
            )
            state = _state(refund)
        if state is RefundState.FAILED:
            code = refund.failure_reason or str(refund.status)
            raise ProviderRefused(PROVIDER, "refund payment", code, f"refund {refund.id}")
        return Refund(refund_id=refund.id, settled=state is RefundState.SUCCEEDED)

    def on_record(self, intent_id: str) -> MoneyOnRecord:
        with translated("read payment"):
            intent = self._intents.retrieve(intent_id)
            currency = intent.currency.upper()
            listed = self._refunds.list({"payment_intent": intent_id, "limit": _LIST_LIMIT})
            refunds = [_refund_on_record(refund, currency) for refund in listed.auto_paging_iter()]
            return MoneyOnRecord(
                captured=from_stripe(intent.amount_received, currency),
                currency=currency,
                refunds=tuple(refunds),
            )


def _refund_on_record(refund: stripe.Refund, currency: str) -> RefundOnRecord:
    metadata = refund.metadata
    return RefundOnRecord(
        refund_id=refund.id,
        amount=from_stripe(refund.amount, currency),
        state=_state(refund),
        operation=metadata[OPERATION] if metadata and OPERATION in metadata else None,
    )


def _state(refund: stripe.Refund) -> RefundState:
    return REFUND_STATES.get(refund.status or "", RefundState.PENDING)


def _stripe_amount(operation: str, amount: int, currency: str) -> int:
    try:
        return to_stripe(amount, currency)
    except ValueError as exc:
        raise ProviderRefused(PROVIDER, operation, "amount_not_whole", currency) from exc


def _described(intent: stripe.PaymentIntent) -> PaymentIntent:
    return PaymentIntent(
        intent_id=intent.id,
        client_secret=intent.client_secret,
        captured=from_stripe(intent.amount_received, intent.currency.upper()),
        cancelled=intent.status == "canceled",
        account=OWN_ACCOUNT,
        livemode=getattr(intent, "livemode", None),
    )
