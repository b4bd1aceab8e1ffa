"""Having the platform's webhook endpoint bring the events of a merchant's connected account."""

from orderloom.errors import Conflict, NotFound
from orderloom.ports.platform_accounts import AccountRoutes
from orderloom.ports.tenants import TenantDirectory
from orderloom.services.optimistic import deciding_again


class RouteAccount:
    """Operators say it, never merchants: who could name an account could hear of its money."""

    def __init__(self, *, tenants: TenantDirectory, routes: AccountRoutes) -> None:
        self._tenants = tenants
        self._routes = routes

    @deciding_again
    def __call__(self, tenant_id: str, provider: str) -> str:
        """The account, which is that of the tenant's connection.

        Raises NotFound: no such connection. Conflict: it names no account, or another tenant's
        connection names the same.
        """
        account = self._tenants.card(tenant_id, provider).account_id
        if account is None:
            raise Conflict(f"the connection to {provider} names no connected account")
        owner = self._routes.owner(provider, account)
        if owner not in (None, tenant_id) and self._account_of(owner, provider) == account:
            raise Conflict(f"the events of {account} are another merchant's")
        self._routes.claim(provider, account, tenant_id, instead_of=owner)
        return account

    def _account_of(self, tenant_id: str | None, provider: str) -> str | None:
        try:
            return self._tenants.card(tenant_id or "", provider).account_id
        except NotFound:
            return None
