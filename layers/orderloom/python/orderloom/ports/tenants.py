"""Tenants, their API keys and their connections to providers."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from orderloom.domain.tenant import Connection, Tenant


class TenantDirectory(ABC):
    """Read by everybody, written by operators."""

    @abstractmethod
    def tenant(self, tenant_id: str) -> Tenant:
        """Raises NotFound."""

    @abstractmethod
    def register(self, tenant: Tenant, api_key: str) -> None:
        """Store a tenant with its first API key (kept as a hash). Raises Conflict if it exists."""

    @abstractmethod
    def grow_order_list(self, tenant_id: str, shards: int) -> bool:
        """Raise `order_list_shards` to `shards`; False: it is as many already, or more.

        Raises NotFound.
        """

    @abstractmethod
    def tenant_of_key(self, api_key: str) -> str | None:
        """Whose API key this is."""

    @abstractmethod
    def connection(self, tenant_id: str, provider: str) -> Connection:
        """A connection with its secrets decrypted in memory. Raises NotFound."""

    @abstractmethod
    def connect(self, tenant_id: str, connection: Connection) -> None:
        """Store a connection, its secrets encrypted for this tenant only."""

    @abstractmethod
    def connected(self, tenant_id: str) -> tuple[str, ...]:
        """Names of the providers a tenant is connected to."""

    @abstractmethod
    def connected_lately(self, tenant_id: str) -> tuple[str, ...]:
        """As `connected`, but up to a minute old: for what is asked with every order."""

    @abstractmethod
    def page(self, shard: int, *, after: str, limit: int) -> Sequence[str]:
        """Ids of at most `limit` tenants in one of the list's TENANT_LIST_SHARDS shards.

        In order, from the one behind `after` ("": the first) on; a new one may be missing for
        a moment.
        """
