"""Asking the provider for an order's payment: one intent per order, for ever."""

from datetime import timedelta

from orderloom.domain.order import Lifecycle, Order, PaymentState
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository, ProviderObject
from orderloom.ports.payments import PaymentIntent, PaymentRequest, PaymentsOf
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
            )
        )
        return self._record(order.order_id, intent, provider.name)

    @deciding_again
    def delayed(self, order_id: str) -> None:
        """Tell the merchant, once, that the order waits for its provider to answer."""
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
            data={"provider": order.payment.provider},
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
        reference = ProviderObject(provider, intent.intent_id)
        self._orders.commit(requested, reference=reference)
        return requested.order
