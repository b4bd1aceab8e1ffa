"""Tenants, their API keys and their connections to providers."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from orderloom.domain.connection_health import ConnectionHealth
from orderloom.domain.shipping import ShippingPolicy
from orderloom.domain.signing_secrets import SigningSecret
from orderloom.domain.tenant import Connection, ConnectionCard, Tenant


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
    def set_shipping(self, tenant_id: str, policy: ShippingPolicy) -> None:
        """How its parcels are sent from now on. Raises NotFound."""

    @abstractmethod
    def tenant_of_key(self, api_key: str) -> str | None:
        """Whose API key this is."""

    @abstractmethod
    def connection(self, tenant_id: str, provider: str) -> Connection:
        """A connection with its API key decrypted in memory, up to five minutes old.

        Its signing secrets are for the door alone: here they have an id and no secret.

        Raises NotFound.
        """

    @abstractmethod
    def connect(self, tenant_id: str, connection: Connection) -> None:
        """Store a connection, its secrets encrypted for this tenant only."""

    @abstractmethod
    def cards(self, tenant_id: str) -> Sequence[ConnectionCard]:
        """All connections, by provider's name, with nothing of them decrypted."""

    @abstractmethod
    def card(self, tenant_id: str, provider: str) -> ConnectionCard:
        """One connection as it is stored now, with nothing of it decrypted. Raises NotFound."""

    @abstractmethod
    def note_health(
        self, tenant_id: str, provider: str, *, seen: ConnectionHealth, health: ConnectionHealth
    ) -> None:
        """What is known of an account's health from now on.

        Raises VersionConflict: it is not what was `seen` any more. NotFound.
        """

    @abstractmethod
    def signing_secrets(self, tenant_id: str, provider: str) -> tuple[SigningSecret, ...]:
        """Of a connection, newest first, without the secrets. Raises NotFound."""

    @abstractmethod
    def replace_secrets(
        self,
        tenant_id: str,
        provider: str,
        *,
        seen: Sequence[SigningSecret],
        ring: Sequence[SigningSecret],
    ) -> None:
        """Those of `ring` with a secret are stored; the others are of `seen`, and keep theirs.

        Raises:
            VersionConflict: they are not those `seen` any more.
            NotFound, InvalidRequest: no such connection; a secret that is too long.
        """

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
