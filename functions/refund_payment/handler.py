"""Saga state RefundPayment."""

from functools import partial

from orderloom.bootstrap import container
from orderloom.saga_input import UndoInput, log_step
from orderloom.services.payment_request import PaymentRequester
from orderloom.services.refund_payment import RefundPayment


@log_step
def handler(event: dict[str, object], _context: object) -> None:
    step = UndoInput.model_validate(event)
    parts = container()
    orders = parts.orders(step.tenant_id)
    payments = partial(parts.payments, step.tenant_id)
    RefundPayment(
        orders=orders,
        payments=payments,
        requester=PaymentRequester(orders=orders, payments=payments, clock=parts.clock),
        clock=parts.clock,
    )(step.order_id, step.failure.described())
