"""Which table a tenant's data is in, and with whose credentials it is reached."""

from orderloom.adapters.dynamodb.table import Table


class TenantTables:
    """Every repository of a tenant's data is given its table from here.

    `platform` is the pooled table, reached with the function's own credentials: it holds the
    tenant directory.
    """

    def __init__(self, platform: Table) -> None:
        self.platform = platform

    def of(self, tenant_id: str) -> Table:  # noqa: ARG002 - all tenants are pooled
        return self.platform
