"""Saga state AwaitPayment: invoked with a task token, which a webhook answers later."""

from functools import partial

from orderloom.bootstrap import container
from orderloom.saga_input import AwaitInput, log_step
from orderloom.services.await_payment import AwaitPayment
from orderloom.services.payment_request import PaymentRequester


@log_step
def handler(event: dict[str, object], _context: object) -> None:
    step = AwaitInput.model_validate(event)
    parts = container()
    orders = parts.orders(step.tenant_id)
    requester = PaymentRequester(
        orders=orders, payments=partial(parts.payments, step.tenant_id), clock=parts.clock
    )
    AwaitPayment(orders=orders, requester=requester, saga=parts.saga)(
        step.order_id, step.task_token.get_secret_value()
    )
