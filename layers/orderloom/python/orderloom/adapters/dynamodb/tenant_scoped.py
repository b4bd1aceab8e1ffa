"""A table, and the way to the same table with the credentials of one tenant."""

from threading import Lock

from orderloom.adapters.dynamodb.table import Credentials, Table
from orderloom.adapters.tenant_credentials import TenantCredentials

_MOST_TENANTS = 64
"""Each has a client of some 400 KB, and connections; credentials are kept of many more."""


class TenantScopedTable(Table):
    """Itself it goes by the function's own credentials, which reach no tenant's orders."""

    def __init__(
        self, name: str, credentials: TenantCredentials, *, most: int = _MOST_TENANTS
    ) -> None:
        super().__init__(name)
        self._most = most
        self._credentials = credentials
        self._made: dict[str, tuple[Credentials, Table]] = {}
        # All carriers are asked at once, and each thread wants the tenant's client.
        self._making = Lock()

    def as_tenant(self, tenant_id: str) -> Table:
        """The same client for as long as the tenant's credentials serve.

        Raises what `TenantCredentials.of` raises.
        """
        with self._making:
            return self._as_tenant(tenant_id)

    def _as_tenant(self, tenant_id: str) -> Table:
        credentials = self._credentials.of(tenant_id)
        made = self._made.pop(tenant_id, None)
        if made is None or made[0] is not credentials:
            made = (credentials, Table(self.name, credentials=credentials))
        self._made[tenant_id] = made
        if len(self._made) > self._most:
            del self._made[next(iter(self._made))]
        return made[1]
