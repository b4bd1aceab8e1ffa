"""Connecting a merchant to its account at a payment provider or carrier."""

from collections.abc import Callable, Sequence

from pydantic import SecretStr

from orderloom.domain.connection_health import ConnectionHealth
from orderloom.domain.identifiers import new_secret_id
from orderloom.domain.signing_secrets import SigningSecret
from orderloom.domain.tenant import Connection
from orderloom.errors import InvalidRequest, NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.providers import ProviderRegistry, ProviderTerms
from orderloom.ports.tenants import TenantDirectory


class ConnectProvider:
    """Replaces an earlier connection to the same provider at once, its signing secrets included.

    A secret is rotated by `RotateSecret`, under which no webhook is refused.
    """

    def __init__(
        self,
        *,
        tenants: TenantDirectory,
        providers: ProviderRegistry,
        clock: Clock,
        random_bits: Callable[[int], int],
    ) -> None:
        self._tenants = tenants
        self._providers = providers
        self._clock = clock
        self._random_bits = random_bits

    def __call__(
        self, tenant_id: str, connection: Connection, signing_secrets: Sequence[SecretStr] = ()
    ) -> Connection:
        """As it is stored; `signing_secrets` newest first.

        Raises NotFound (tenant or provider), InvalidRequest (what this provider has not).
        """
        terms = self._providers.terms(connection.provider)
        if terms is None:
            raise NotFound("provider", connection.provider)
        _check(connection, signing_secrets, terms)
        now = self._clock.now()
        ring = tuple(
            SigningSecret(secret_id=new_secret_id(self._random_bits), secret=secret, created_at=now)
            for secret in signing_secrets
        )
        # News of the account from before is of the connection that ends here.
        fresh = {"signing_secrets": ring, "health": ConnectionHealth(since=now)}
        whole = connection.model_copy(update=fresh)
        self._tenants.connect(tenant_id, whole)
        return whole


def _check(connection: Connection, secrets: Sequence[SecretStr], terms: ProviderTerms) -> None:
    provider = connection.provider
    # The platform's endpoint may bring the events of an account that is connected to it.
    own = terms.signs_with_our_secret and not connection.account_id
    if own and not terms.ships and not secrets:
        raise InvalidRequest(f"{provider} needs at least one", field="signing_secrets")
    if secrets and not terms.signs_with_our_secret:
        raise InvalidRequest(f"{provider} signs with a key of its own", field="signing_secrets")
    for index, secret in enumerate(secrets):
        check_secret(provider, secret, terms, field=f"signing_secrets.{index}")
    if terms.key_id and not connection.key_id:
        raise InvalidRequest(f"{provider} needs the key's id", field="key_id")
    if connection.key_id and not terms.key_id:
        raise InvalidRequest(f"{provider} has no key id", field="key_id")
    for name in sorted(terms.details - connection.details.keys()):
        raise InvalidRequest(f"{provider} needs it", field=f"details.{name}")
    for name in sorted(connection.details.keys() - terms.details - terms.optional_details):
        raise InvalidRequest(f"{provider} has no such detail", field=f"details.{name}")
    if connection.account_id and not terms.account_id:
        raise InvalidRequest(f"{provider} has no connected accounts", field="account_id")
    if connection.carrier_ids and not terms.carrier_ids:
        raise InvalidRequest(f"{provider} has no carriers", field="carrier_ids")


def check_secret(provider: str, secret: SecretStr, terms: ProviderTerms, *, field: str) -> None:
    """Raises InvalidRequest: no signing secret of this provider."""
    if not secret.get_secret_value().startswith(terms.signatures_prefix):
        raise InvalidRequest(f"{provider}'s start with {terms.signatures_prefix}", field=field)
