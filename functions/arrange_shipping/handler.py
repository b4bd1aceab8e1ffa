"""Saga state ArrangeShipping."""

from orderloom.bootstrap import container
from orderloom.saga_input import ShippingInput, log_step
from orderloom.services.arrange_shipping import ArrangeShipping


@log_step
def handler(event: dict[str, object], _context: object) -> None:
    step = ShippingInput.model_validate(event)
    parts = container()
    ArrangeShipping(
        orders=parts.orders(step.tenant_id),
        purchases=parts.label_purchases(step.tenant_id),
        tenant=parts.tenants.tenant(step.tenant_id),
        accounts=parts.carriers(step.tenant_id),
        labels=parts.labels,
        switch=parts.shipping_switch,
        clock=parts.clock,
    )(step.order_id, step.retries)
