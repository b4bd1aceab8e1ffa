"""Connecting a merchant to its account at a payment provider or carrier."""

from orderloom.domain.tenant import Connection
from orderloom.errors import InvalidRequest, NotFound
from orderloom.ports.providers import ProviderRegistry, ProviderTerms
from orderloom.ports.tenants import TenantDirectory


class ConnectProvider:
    """Replaces an earlier connection to the same provider: that is how secrets rotate."""

    def __init__(self, *, tenants: TenantDirectory, providers: ProviderRegistry) -> None:
        self._tenants = tenants
        self._providers = providers

    def __call__(self, tenant_id: str, connection: Connection) -> None:
        """Raises NotFound (tenant or provider), InvalidRequest (what this provider has not)."""
        terms = self._providers.terms(connection.provider)
        if terms is None:
            raise NotFound("provider", connection.provider)
        _check(connection, terms)
        self._tenants.connect(tenant_id, connection)


def _check(connection: Connection, terms: ProviderTerms) -> None:
    provider = connection.provider
    if terms.signs_with_our_secret and not connection.signing_secrets:
        raise InvalidRequest(f"{provider} needs at least one", field="signing_secrets")
    if connection.signing_secrets and not terms.signs_with_our_secret:
        raise InvalidRequest(f"{provider} signs with a key of its own", field="signing_secrets")
    for index, secret in enumerate(connection.signing_secrets):
        if not secret.get_secret_value().startswith(terms.signatures_prefix):
            message = f"{provider}'s start with {terms.signatures_prefix}"
            raise InvalidRequest(message, field=f"signing_secrets.{index}")
    if terms.key_id and not connection.key_id:
        raise InvalidRequest(f"{provider} needs the key's id", field="key_id")
    if connection.key_id and not terms.key_id:
        raise InvalidRequest(f"{provider} has no key id", field="key_id")
    if connection.carrier_ids and not terms.carrier_ids:
        raise InvalidRequest(f"{provider} has no carriers", field="carrier_ids")
