"""Which table a tenant's data is in, and with whose credentials it is reached."""

from orderloom.adapters.dynamodb.table import Credentials, Table
from orderloom.adapters.tenant_credentials import TenantCredentials

_MOST_TABLES = 64
"""Each holds a client of some 400 KB, and connections."""


class TenantTables:
    """Every repository of a tenant's data is given its table from here.

    `platform` is the pooled table, reached with the function's own credentials: what is there
    of no tenant (API keys), and what is written before a tenant is (its registration). All
    else goes by the tenant's own credentials; only where there is no `credentials` (a test
    of the data alone) do the process's serve for everything.
    """

    def __init__(self, platform: Table, credentials: TenantCredentials | None = None) -> None:
        self.platform = platform
        self._credentials = credentials
        self._made: dict[tuple[str, str], tuple[Credentials, Table]] = {}

    def of(self, tenant_id: str) -> Table:
        """Where the tenant's orders, products and stock are: all tenants are pooled."""
        return self.directory(tenant_id)

    def directory(self, tenant_id: str) -> Table:
        """Where the tenant's profile and connections are: always the pooled table."""
        return self._reached(self.platform.name, tenant_id)

    def _reached(self, name: str, tenant_id: str) -> Table:
        """A table by the tenant's credentials; the same client for as long as those serve."""
        if self._credentials is None:
            return self.platform if name == self.platform.name else Table(name)
        credentials = self._credentials.of(tenant_id)
        made = self._made.pop((name, tenant_id), None)
        if made is None or made[0] is not credentials:
            made = (credentials, Table(name, credentials=credentials))
        self._made[name, tenant_id] = made
        if len(self._made) > _MOST_TABLES:
            del self._made[next(iter(self._made))]
        return made[1]
