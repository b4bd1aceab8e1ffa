"""What operators get back."""

from datetime import datetime
from typing import Any, Self

from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.tenant import Tenant
from orderloom.http.outputs import AddressOutput, Output
from orderloom.services.register_tenant import RegisteredTenant
from orderloom.services.view_tenant import TenantView


class _Profile(Output):
    tenant_id: str
    name: str
    ship_from: AddressOutput
    payment_window_seconds: int
    max_payment_attempts: int
    capture: CaptureMode
    retention_days: int
    fulfilment_grace_seconds: int
    created_at: datetime


class RegisteredTenantOutput(_Profile):
    """`api_key` is shown this once; only its hash is kept."""

    api_key: str

    @classmethod
    def of(cls, registered: RegisteredTenant) -> Self:
        return cls.model_validate({**_profile(registered.tenant), "api_key": registered.api_key})


class TenantOutput(_Profile):
    """`connections`: names of the connected providers."""

    connections: tuple[str, ...]

    @classmethod
    def of(cls, view: TenantView) -> Self:
        return cls.model_validate({**_profile(view.tenant), "connections": view.connections})


def _profile(tenant: Tenant) -> dict[str, Any]:
    return {name: getattr(tenant, name) for name in _Profile.model_fields}
