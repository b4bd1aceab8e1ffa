"""Saga state ReserveStock."""

from orderloom.bootstrap import container
from orderloom.saga_input import StepInput, log_step
from orderloom.services.reserve_stock import ReserveStock


@log_step
def handler(event: dict[str, object], _context: object) -> None:
    step = StepInput.model_validate(event)
    parts = container()
    ReserveStock(
        orders=parts.orders(step.tenant_id),
        catalogue=parts.catalogue(step.tenant_id),
        clock=parts.clock,
    )(step.order_id)
