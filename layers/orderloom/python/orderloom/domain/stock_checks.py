"""The hourly reconciliation of every tenant's stock, in pieces that fit one function run."""

from typing import Literal

from orderloom.domain.model import DomainModel


class CheckEverybody(DomainModel):
    """The hour has struck."""

    kind: Literal["check_everybody"] = "check_everybody"


class CheckTenants(DomainModel):
    """The tenants of one shard of the tenant list, from the one behind `after` on."""

    kind: Literal["check_tenants"] = "check_tenants"
    shard: int
    after: str = ""


class CheckTenant(DomainModel):
    """One tenant."""

    kind: Literal["check_tenant"] = "check_tenant"
    tenant_id: str


StockCheck = CheckEverybody | CheckTenants | CheckTenant
