"""Saga state ReserveStock."""

from orderloom.bootstrap import container
from orderloom.saga_input import StepInput, log_step
from orderloom.services.reserve_stock import ReserveStock
from orderloom.services.tell_contention import TellContention


@log_step
def handler(event: dict[str, object], _context: object) -> None:
    step = StepInput.model_validate(event)
    parts = container()
    orders = parts.orders(step.tenant_id)
    reserve = ReserveStock(
        orders=orders, catalogue=parts.catalogue(step.tenant_id), clock=parts.clock
    )
    contention = TellContention(rates=parts.rates(step.tenant_id), clock=parts.clock)
    with contention.over_stock(orders, step.order_id):
        reserve(step.order_id)
