"""Saga state VoidLabel, first of the compensation."""

from orderloom.bootstrap import container
from orderloom.saga_input import UndoInput, log_step
from orderloom.services.void_label import VoidLabel


@log_step
def handler(event: dict[str, object], _context: object) -> None:
    step = UndoInput.model_validate(event)
    parts = container()
    VoidLabel(
        orders=parts.orders(step.tenant_id),
        purchases=parts.label_purchases(step.tenant_id),
        accounts=parts.carriers(step.tenant_id),
        clock=parts.clock,
    )(step.order_id, step.failure.described())
