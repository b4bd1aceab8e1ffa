"""What operators send."""

from typing import Annotated

from pydantic import Field

from orderloom.domain import sharding
from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.catalogue import MAX_SHARDS
from orderloom.domain.order import DEFAULT_RETENTION_DAYS
from orderloom.domain.reactions import MOST_DELAY_SECONDS
from orderloom.http.fields import OneLine, TenantId
from orderloom.http.inputs import AddressInput, Input
from orderloom.services.register_tenant import TenantRequest


class TenantInput(Input):
    """Body of `POST /operator/tenants`."""

    tenant_id: TenantId
    name: Annotated[str, OneLine(200)]
    ship_from: AddressInput
    payment_window_seconds: Annotated[int, Field(ge=30, le=604_800)] = 1800
    max_payment_attempts: Annotated[int, Field(ge=1, le=10)] = 1
    capture: Annotated[CaptureMode, Field(strict=False)] = CaptureMode.AUTOMATIC
    # No shorter: what was parked for an order, or waits in a dead-letter queue, is younger.
    retention_days: Annotated[int, Field(ge=30, le=3650)] = DEFAULT_RETENTION_DAYS
    stock_shards: Annotated[int, Field(ge=1, le=MAX_SHARDS)] = sharding.STOCK.first
    fulfilment_grace_seconds: Annotated[int, Field(ge=0, le=MOST_DELAY_SECONDS)] = 0

    def to_request(self) -> TenantRequest:
        return TenantRequest(
            tenant_id=self.tenant_id,
            name=self.name,
            ship_from=self.ship_from.to_domain(),
            payment_window_seconds=self.payment_window_seconds,
            max_payment_attempts=self.max_payment_attempts,
            capture=self.capture,
            retention_days=self.retention_days,
            stock_shards=self.stock_shards,
            fulfilment_grace_seconds=self.fulfilment_grace_seconds,
        )
