"""Registering a merchant, with a first API key."""

from collections.abc import Callable
from dataclasses import dataclass, field

from orderloom.domain import sharding
from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.identifiers import new_api_key
from orderloom.domain.ordered import Address
from orderloom.domain.tenant import Tenant
from orderloom.ports.clock import Clock
from orderloom.ports.tenants import TenantDirectory


@dataclass(frozen=True)
class TenantRequest:
    """What an operator says of a new merchant.

    Attributes:
        payment_window_seconds: how long an order waits for its payment.
        retention_days: how long an ended order stays before it is archived.
        fulfilment_grace_seconds: how long a paid order waits before its label is bought.
        stock_shards: counters a new SKU starts with.
        capture: when money is taken, where an order does not say it.
    """

    tenant_id: str
    name: str
    ship_from: Address
    payment_window_seconds: int
    max_payment_attempts: int
    retention_days: int
    stock_shards: int = sharding.STOCK.first
    capture: CaptureMode = CaptureMode.AUTOMATIC
    fulfilment_grace_seconds: int = 0


@dataclass(frozen=True)
class RegisteredTenant:
    """`api_key` is nowhere else: only its hash is stored."""

    tenant: Tenant
    api_key: str = field(repr=False)


class RegisterTenant:
    """`random_bits(n)` gives n random bits, fit for keys."""

    def __init__(
        self, *, tenants: TenantDirectory, clock: Clock, random_bits: Callable[[int], int]
    ) -> None:
        self._tenants = tenants
        self._clock = clock
        self._random_bits = random_bits

    def __call__(self, request: TenantRequest) -> RegisteredTenant:
        """Raises Conflict: the id is taken."""
        tenant = Tenant(
            tenant_id=request.tenant_id,
            name=request.name,
            ship_from=request.ship_from,
            payment_window_seconds=request.payment_window_seconds,
            max_payment_attempts=request.max_payment_attempts,
            capture=request.capture,
            retention_days=request.retention_days,
            order_list_shards=sharding.ORDER_LIST.first,
            stock_shards=request.stock_shards,
            created_at=self._clock.now(),
            fulfilment_grace_seconds=request.fulfilment_grace_seconds,
        )
        api_key = new_api_key(self._random_bits)
        self._tenants.register(tenant, api_key)
        return RegisteredTenant(tenant, api_key)
