"""Saga step AwaitPayment: ask for the money, keep the token, wait for the webhook."""

from orderloom.domain.capture import captured_later
from orderloom.domain.order import Order
from orderloom.domain.payment_attempts import attempts_exhausted
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.errors import (
    CredentialsRejected,
    OrderCancelled,
    PaymentDeclined,
    PaymentVoided,
    ProviderPaused,
    ProviderRefused,
)
from orderloom.ports.orders import OrderRepository
from orderloom.ports.saga import SagaEngine
from orderloom.services.payment_request import PaymentRequester


class AwaitPayment:
    """Leaves the saga waiting on `token`, unless the outcome is known already."""

    def __init__(
        self, *, orders: OrderRepository, requester: PaymentRequester, saga: SagaEngine
    ) -> None:
        self._orders = orders
        self._requester = requester
        self._saga = saga

    def __call__(self, order_id: str, token: str) -> None:
        """Raises OrderCancelled, PaymentDeclined, PaymentVoided, ProviderUnavailable.

        ProviderPaused: the order waits, and its merchant is told.

        The token is stored before the order is read: a payment committed before this read
        is answered here, one committed after it finds the new token. So a step that died
        after its payment came cannot leave the saga waiting for nothing.
        """
        self._orders.save_token(order_id, token)
        order = self._orders.get(order_id)
        self._refuse_if_over(order)
        if order.payment.intent_id is None:
            order = self._request(order)
            self._refuse_if_over(order)
        elif _has_come(order):
            # Refunded since or not, captured or not yet: the next step sees what is there.
            self._saga.resume(token)

    def _request(self, order: Order) -> Order:
        try:
            return self._requester.request(order)
        except CredentialsRejected:
            raise
        except ProviderPaused as paused:
            self._requester.delayed(order.order_id, paused.reason)
            raise
        except ProviderRefused as exc:
            raise PaymentDeclined(str(exc)) from exc

    @staticmethod
    def _refuse_if_over(order: Order) -> None:
        if order.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order.order_id)
        if order.payment.state is PaymentState.VOIDED:
            raise PaymentVoided(order.order_id)
        if not _has_come(order) and attempts_exhausted(order.payment):
            raise PaymentDeclined(order.payment.decline_code or "declined")


def _has_come(order: Order) -> bool:
    """The money is here as asked for, or the shopper's bank keeps it for us.

    Whatever was captured later comes after its authorisation, which was the answer.
    """
    payment = order.payment
    believed = captured_later(order) or payment.state is not PaymentState.REVIEW
    taken = payment.captured > 0 and believed
    return taken or payment.state is PaymentState.AUTHORISED
