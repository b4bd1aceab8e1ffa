"""Carrying saga reactions to the workflow engine. Every one may come twice."""

from collections.abc import Callable
from typing import assert_never

from orderloom.domain.reactions import FailPayment, ResumePayment, SagaReaction, StartSaga
from orderloom.errors import TransientError
from orderloom.ports.orders import OrderRepository
from orderloom.ports.saga import SagaEngine


class DriveSaga:
    """Starts, resumes and turns back sagas."""

    def __init__(self, *, orders_for: Callable[[str], OrderRepository], saga: SagaEngine) -> None:
        self._orders_for = orders_for
        self._saga = saga

    def __call__(self, reaction: SagaReaction) -> None:
        """Raises TransientError: the message is delivered again."""
        orders = self._orders_for(reaction.tenant_id)
        match reaction:
            case StartSaga():
                order = orders.get(reaction.order_id)
                self._saga.start(
                    tenant_id=reaction.tenant_id,
                    order_id=reaction.order_id,
                    attempt=reaction.attempt,
                    # The saga still awaits the payment while it is paid and in its grace.
                    payment_window_seconds=order.payment_window_seconds
                    + order.fulfilment_grace_seconds,
                )
            case ResumePayment():
                token = orders.token(reaction.order_id)
                if token is None:
                    raise TransientError(f"{reaction.order_id} was paid before it was asked to")
                self._saga.resume(token)
            case FailPayment():
                self._fail(orders, reaction)
            case _:
                assert_never(reaction)

    def _fail(self, orders: OrderRepository, reaction: FailPayment) -> None:
        token = orders.token(reaction.order_id)
        # Without a token the waiting step has not begun, and will see the order's state.
        if token is not None:
            self._saga.fail(token, error=reaction.error, cause=reaction.order_id)
