"""Saga step AwaitPayment: ask for the money, keep the token, wait for the webhook."""

from orderloom.domain.order import Lifecycle, Order, PaymentState
from orderloom.domain.payment import attempts_exhausted
from orderloom.errors import (
    CredentialsRejected,
    OrderCancelled,
    PaymentDeclined,
    PaymentVoided,
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
        elif order.payment.captured and order.payment.state is not PaymentState.REVIEW:
            # Refunded since or not: the next step sees what is left.
            self._saga.resume(token)

    def _request(self, order: Order) -> Order:
        try:
            return self._requester.request(order)
        except CredentialsRejected:
            raise
        except ProviderRefused as exc:
            raise PaymentDeclined(str(exc)) from exc

    @staticmethod
    def _refuse_if_over(order: Order) -> None:
        if order.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order.order_id)
        if order.payment.state is PaymentState.VOIDED:
            raise PaymentVoided(order.order_id)
        if order.payment.captured == 0 and attempts_exhausted(order.payment):
            raise PaymentDeclined(order.payment.decline_code or "declined")
