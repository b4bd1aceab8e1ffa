"""Connecting a merchant to its account at a payment provider or carrier."""

from dataclasses import dataclass

from orderloom.domain.tenant import Connection
from orderloom.errors import InvalidRequest, NotFound
from orderloom.ports.tenants import TenantDirectory


@dataclass(frozen=True)
class _Terms:
    """What a provider's connection consists of beside its API key."""

    signs_with_our_secret: bool
    knows_carriers: bool


_TERMS = {
    "stripe": _Terms(signs_with_our_secret=True, knows_carriers=False),
    # ShipStation signs webhooks with its own published key.
    "shipstation": _Terms(signs_with_our_secret=False, knows_carriers=True),
}


class ConnectProvider:
    """Replaces an earlier connection to the same provider: that is how secrets rotate."""

    def __init__(self, *, tenants: TenantDirectory) -> None:
        self._tenants = tenants

    def __call__(self, tenant_id: str, connection: Connection) -> None:
        """Raises NotFound (tenant or provider), InvalidRequest (what this provider has not)."""
        terms = _TERMS.get(connection.provider)
        if terms is None:
            raise NotFound("provider", connection.provider)
        _check(connection, terms)
        self._tenants.connect(tenant_id, connection)


def _check(connection: Connection, terms: _Terms) -> None:
    provider = connection.provider
    if terms.signs_with_our_secret and not connection.signing_secrets:
        raise InvalidRequest(f"{provider} needs at least one", field="signing_secrets")
    if connection.signing_secrets and not terms.signs_with_our_secret:
        raise InvalidRequest(f"{provider} signs with a key of its own", field="signing_secrets")
    if connection.carrier_ids and not terms.knows_carriers:
        raise InvalidRequest(f"{provider} has no carriers", field="carrier_ids")
