"""What operators send."""

from typing import Annotated

from pydantic import Field, SecretStr

from orderloom.domain import sharding
from orderloom.domain.catalogue import MAX_SHARDS
from orderloom.domain.reactions import MOST_DELAY_SECONDS
from orderloom.domain.tenant import Connection
from orderloom.http.fields import CarrierId, OneLine, ProviderKey, SigningSecret, TenantId
from orderloom.http.inputs import AddressInput, Input
from orderloom.services.register_tenant import TenantRequest


class TenantInput(Input):
    """Body of `POST /operator/tenants`."""

    tenant_id: TenantId
    name: Annotated[str, OneLine(200)]
    ship_from: AddressInput
    payment_window_seconds: Annotated[int, Field(ge=30, le=604_800)] = 1800
    max_payment_attempts: Annotated[int, Field(ge=1, le=10)] = 1
    stock_shards: Annotated[int, Field(ge=1, le=MAX_SHARDS)] = sharding.STOCK.first
    fulfilment_grace_seconds: Annotated[int, Field(ge=0, le=MOST_DELAY_SECONDS)] = 0

    def to_request(self) -> TenantRequest:
        return TenantRequest(
            tenant_id=self.tenant_id,
            name=self.name,
            ship_from=self.ship_from.to_domain(),
            payment_window_seconds=self.payment_window_seconds,
            max_payment_attempts=self.max_payment_attempts,
            stock_shards=self.stock_shards,
            fulfilment_grace_seconds=self.fulfilment_grace_seconds,
        )


class ConnectionInput(Input):
    """Body of `PUT /operator/tenants/{id}/connections/{provider}`.

    `api_key`: the secret key; `key_id` beside it for Razorpay.
    `signing_secrets`: newest first; several while one is being rotated out.
    """

    api_key: ProviderKey
    key_id: Annotated[str, OneLine(200)] | None = None
    signing_secrets: Annotated[list[SigningSecret], Field(max_length=5, default_factory=list)]
    carrier_ids: Annotated[list[CarrierId], Field(max_length=20, default_factory=list)]

    def to_domain(self, provider: str) -> Connection:
        return Connection(
            provider=provider,
            api_key=SecretStr(self.api_key),
            key_id=self.key_id,
            signing_secrets=tuple(SecretStr(secret) for secret in self.signing_secrets),
            carrier_ids=tuple(self.carrier_ids),
        )
