"""Payments through Stripe's own SDK."""

from dataclasses import replace

import stripe

from orderloom.adapters.stripe.account import OWN_ACCOUNT
from orderloom.adapters.stripe.amounts import from_stripe, to_stripe
from orderloom.adapters.stripe.checkout import CheckoutPages, is_session, seen_as
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
_WITH_FEE = "latest_charge.balance_transaction"


class StripePayments(PaymentProvider):
    """One tenant's Stripe account; `base_url` is where `/v1` is found.

    `account`: the connected account that a platform's key acts for.
    """

    name = PROVIDER

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str = "https://api.stripe.com",
        account: str | None = None,
        http_client: stripe.HTTPClient | None = None,
    ) -> None:
        client = stripe_client(api_key, base_url, http_client, account)
        self._account = account or OWN_ACCOUNT
        self._pages = CheckoutPages(client)
        self._intents = client.v1.payment_intents
        self._refunds = client.v1.refunds

    def create(self, request: PaymentRequest) -> PaymentIntent:
        return replace(self._create(request), account=self._account)

    def _create(self, request: PaymentRequest) -> PaymentIntent:
        if request.page is not None:
            return self._pages.create(request, request.page)
        amount = _stripe_amount("create payment", request.amount, request.currency)
        with translated("create payment"):
            wanted: stripe.params.PaymentIntentCreateParams = {
                "amount": amount,
                "currency": request.currency.lower(),
                "automatic_payment_methods": {"enabled": True},
                "metadata": {"tenant_id": request.tenant_id, "order_id": request.order_id},
            }
            if request.capture_later:
                wanted["capture_method"] = "manual"
            options: stripe.RequestOptions = {"idempotency_key": request.operation_key}
            return _described(self._intents.create(wanted, options))

    def cancel(self, intent_id: str, operation_key: str) -> PaymentIntent:
        """A page is closed first: Stripe then cancels what it began, but not what was paid."""
        if not is_session(intent_id):
            return self._cancel(intent_id, operation_key)
        paid_by, expired = self._pages.close(intent_id, operation_key)
        if paid_by is None:
            return PaymentIntent(intent_id, captured=0, cancelled=expired)
        return seen_as(intent_id, self._cancel(paid_by, operation_key))

    def _cancel(self, intent_id: str, operation_key: str) -> PaymentIntent:
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
                intent = self._intents.retrieve(intent_id, {"expand": [_WITH_FEE]})
                if intent.status in ("succeeded", "canceled"):
                    return _described(intent)
        raise ProviderUnavailable(PROVIDER, "cancel payment", f"intent is {intent.status}")

    def capture(self, intent_id: str, amount: int, operation_key: str) -> PaymentIntent:
        """What is not captured is let go by Stripe: an intent is captured once."""
        behind = self._behind(intent_id)
        with translated("read payment"):
            intent = self._intents.retrieve(behind, {"expand": [_WITH_FEE]})
        if intent.status != "succeeded":
            wanted = _stripe_amount("capture payment", amount, intent.currency.upper())
            with translated("capture payment"):
                options: stripe.RequestOptions = {"idempotency_key": operation_key}
                intent = self._intents.capture(behind, {"amount_to_capture": wanted}, options)
        taken = _described(intent)
        return seen_as(intent_id, taken) if is_session(intent_id) else taken

    def refund(self, intent_id: str, amount: int, operation_key: str) -> Refund:
        intent_id = self._behind(intent_id)
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
        if not is_session(intent_id):
            return self._on_record(intent_id)
        paid_by, expired = self._pages.payment(intent_id)
        if paid_by is None:
            return MoneyOnRecord(captured=0, currency="", refunds=(), cancelled=expired)
        record = self._on_record(paid_by)
        begun = record.captured or record.authorised
        named = (paid_by,) if begun else ()
        return replace(record, payment_id=paid_by if begun else None, aliases=named)

    def _behind(self, intent_id: str) -> str:
        """The intent itself, of a page what it made. Raises ProviderRefused: nobody paid there."""
        if not is_session(intent_id):
            return intent_id
        paid_by, _ = self._pages.payment(intent_id)
        if paid_by is None:
            raise ProviderRefused(PROVIDER, "read payment", "nothing_paid", intent_id)
        return paid_by

    def _on_record(self, intent_id: str) -> MoneyOnRecord:
        with translated("read payment"):
            intent = self._intents.retrieve(intent_id, {"expand": [_WITH_FEE]})
            currency = intent.currency.upper()
            listed = self._refunds.list({"payment_intent": intent_id, "limit": _LIST_LIMIT})
            refunds = [_refund_on_record(refund, currency) for refund in listed.auto_paging_iter()]
            return MoneyOnRecord(
                captured=from_stripe(intent.amount_received, currency),
                currency=currency,
                refunds=tuple(refunds),
                fee=_fee(intent, currency),
                authorised=from_stripe(intent.amount_capturable, currency),
                cancelled=intent.status == "canceled",
            )


def _refund_on_record(refund: stripe.Refund, currency: str) -> RefundOnRecord:
    metadata = refund.metadata
    return RefundOnRecord(
        refund_id=refund.id,
        amount=from_stripe(refund.amount, currency),
        state=_state(refund),
        operation=metadata[OPERATION] if metadata and OPERATION in metadata else None,
    )


def _fee(intent: stripe.PaymentIntent, currency: str) -> int | None:
    """None where it is not known yet, or was taken in the account's own currency."""
    charge = getattr(intent, "latest_charge", None)
    settled = None if charge is None or isinstance(charge, str) else charge.balance_transaction
    if settled is None or isinstance(settled, str) or settled.currency.upper() != currency:
        return None
    return from_stripe(settled.fee, currency)


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
        fee=_fee(intent, intent.currency.upper()),
    )
