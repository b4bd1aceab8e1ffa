"""Asking the provider for an order's payment: one intent per order, for ever."""

from datetime import timedelta

from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.order import Order
from orderloom.domain.ordered import HostedPage
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository, ProviderObject
from orderloom.ports.payments import (
    PageLine,
    PageRequest,
    PaymentIntent,
    PaymentRequest,
    PaymentsOf,
)
from orderloom.services.optimistic import deciding_again


class PaymentRequester:
    """Used by the forward step, and by compensation.

    Compensation must learn of an intent whose creation was never committed: the same
    operation key makes the provider answer with it.
    """

    def __init__(self, *, orders: OrderRepository, payments: PaymentsOf, clock: Clock) -> None:
        self._orders = orders
        self._payments = payments
        self._clock = clock

    def request(self, order: Order) -> Order:
        """The order as committed with its intent, whatever its lifecycle is by then.

        Raises ProviderUnavailable, ProviderRefused.
        """
        provider = self._payments(order.payment.provider)
        intent = provider.create(
            PaymentRequest(
                tenant_id=order.tenant_id,
                order_id=order.order_id,
                amount=order.total,
                currency=order.currency,
                operation_key=f"{order.order_id}:payment",
                capture_later=order.payment.capture is not CaptureMode.AUTOMATIC,
                page=self._page(order) if order.payment.hosted else None,
            )
        )
        return self._record(order.order_id, intent, provider.name)

    def _page(self, order: Order) -> PageRequest:
        placed = self._orders.placed(order.order_id)
        page = placed.page or HostedPage(success_url="")
        return PageRequest(
            success_url=page.success_url,
            cancel_url=page.cancel_url,
            lines=tuple(PageLine(x.name, x.quantity, x.unit_price) for x in placed.lines),
        )

    @deciding_again
    def delayed(self, order_id: str, reason: str) -> None:
        """Tell the merchant, once, that the order waits for its provider, and why."""
        order = self._orders.get(order_id)
        if order.payment.delayed_since or order.lifecycle is not Lifecycle.OPEN:
            return
        now = self._clock.now()
        waiting = order.payment.model_copy(update={"delayed_since": now})
        told = transition(
            order,
            EventType.PAYMENT_DELAYED,
            actor=Actor.SAGA,
            now=now,
            changes={"payment": waiting},
            data={"provider": order.payment.provider, "reason": reason},
        )
        self._orders.commit(told)

    @deciding_again
    def _record(self, order_id: str, intent: PaymentIntent, provider: str) -> Order:
        order = self._orders.get(order_id)
        if order.payment.intent_id is not None:
            return order
        now = self._clock.now()
        payment = order.payment.model_copy(
            update={
                "state": PaymentState.PENDING,
                "provider": provider,
                "intent_id": intent.intent_id,
                "client_secret": intent.client_secret,
                "public_key": intent.public_key,
                "page_url": intent.page_url,
                "account": intent.account,
                "livemode": intent.livemode,
                "expires_at": now + timedelta(seconds=order.payment_window_seconds),
                "delayed_since": None,
            }
        )
        requested = transition(
            order,
            EventType.PAYMENT_REQUESTED,
            actor=Actor.SAGA,
            now=now,
            changes={"payment": payment},
            data={
                "provider": provider,
                "object_id": intent.intent_id,
                "amount": order.total,
                "currency": order.currency,
            },
        )
        self._orders.commit(requested)
        # By a write of its own, half as dear; should this die first, the event's reaction does it.
        self._orders.refer(ProviderObject(provider, intent.intent_id), order_id)
        return requested.order
