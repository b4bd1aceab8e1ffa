"""Saga state OpenTask: a compensation failed, a person must finish it."""

from orderloom.bootstrap import container
from orderloom.saga_input import TaskInput, log_step
from orderloom.services.open_task import OpenTask


@log_step
def handler(event: dict[str, object], _context: object) -> None:
    step = TaskInput.model_validate(event)
    parts = container()
    failed_step, failure = step.failed()
    OpenTask(orders=parts.orders(step.tenant_id), clock=parts.clock)(
        step.order_id, failed_step, failure
    )
