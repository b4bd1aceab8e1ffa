"""Saga state ReleaseStock, last of the compensation."""

from orderloom.bootstrap import container
from orderloom.saga_input import UndoInput, log_step
from orderloom.services.release_stock import ReleaseStock


@log_step
def handler(event: dict[str, object], _context: object) -> None:
    step = UndoInput.model_validate(event)
    parts = container()
    ReleaseStock(orders=parts.orders(step.tenant_id), clock=parts.clock)(
        step.order_id, step.failure.described()
    )
