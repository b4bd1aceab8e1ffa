"""A merchant's profile and its connections to providers."""

from datetime import datetime

from pydantic import Field, SecretStr

from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.connection_health import ConnectionHealth
from orderloom.domain.model import DomainModel
from orderloom.domain.order import DEFAULT_RETENTION_DAYS
from orderloom.domain.ordered import Address
from orderloom.domain.shipping import ShippingPolicy
from orderloom.domain.signing_secrets import SigningSecret


class Tenant(DomainModel):
    """A merchant.

    Attributes:
        payment_window_seconds: how long an order waits for its payment.
        max_payment_attempts: declines after which the order is given up (and stock freed).
        capture: when the money of its orders is taken, where they do not say it.
        retention_days: how long an ended order stays in the table; of orders placed from now on.
        fulfilment_grace_seconds: how long a paid order waits before its label is bought; a payment
            reversed in the meantime costs no parcel.
        order_list_shards: partitions of each month's order list; may grow at any time.
        stock_shards: stock counters a new SKU starts with.
    """

    tenant_id: str
    name: str
    ship_from: Address
    payment_window_seconds: int
    max_payment_attempts: int
    capture: CaptureMode = CaptureMode.AUTOMATIC
    retention_days: int = DEFAULT_RETENTION_DAYS
    order_list_shards: int
    stock_shards: int
    created_at: datetime
    shipping: ShippingPolicy = ShippingPolicy()
    fulfilment_grace_seconds: int = 0


class ConnectionCard(DomainModel):
    """What may be shown of a tenant's account at a provider.

    Attributes:
        key_id: the public half of the API key, where there is one (Razorpay).
        account_id: the connected account that `api_key`, a platform's, acts for (Stripe Connect).
        signing_secrets: webhook secrets, newest first (empty where the provider signs with a
            key of its own, as ShipStation does).
        carrier_ids: the provider's ids of the carriers to rate with (ShipStation).
        details: what else an adapter must know of the account, such as its number.
        health: what the provider's events told of the account itself.
    """

    provider: str
    key_id: str | None = None
    account_id: str | None = None
    signing_secrets: tuple[SigningSecret, ...] = ()
    carrier_ids: tuple[str, ...] = Field(default=())
    details: dict[str, str] = Field(default_factory=dict)
    health: ConnectionHealth = ConnectionHealth()


class Connection(ConnectionCard):
    """With the API key, which is masked in `repr` and logs."""

    api_key: SecretStr
