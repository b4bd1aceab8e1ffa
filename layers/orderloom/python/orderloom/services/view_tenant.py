"""Reading a merchant's profile with the names of its connections."""

from dataclasses import dataclass

from orderloom.domain.tenant import Tenant
from orderloom.ports.tenants import TenantDirectory


@dataclass(frozen=True)
class TenantView:
    """`connections` are provider names, sorted; never a secret."""

    tenant: Tenant
    connections: tuple[str, ...]


class ViewTenant:
    """For operators."""

    def __init__(self, *, tenants: TenantDirectory) -> None:
        self._tenants = tenants

    def __call__(self, tenant_id: str) -> TenantView:
        """Raises NotFound."""
        tenant = self._tenants.tenant(tenant_id)
        return TenantView(tenant, tuple(sorted(self._tenants.connected(tenant_id))))
