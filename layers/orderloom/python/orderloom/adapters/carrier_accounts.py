"""A tenant's accounts at carriers: its connections, each with the adapter that speaks to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from orderloom.adapters.carrier_means import CarrierMeans, Told
from orderloom.adapters.credential_seal import CredentialSeal
from orderloom.adapters.dynamodb.access_tokens import DynamoAccessTokens
from orderloom.adapters.dynamodb.call_budget import DynamoCallBudget
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.adapters.one_by_one import OneByOne
from orderloom.adapters.provider_registry import carrier_entry
from orderloom.domain.tenant import Connection
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.call_budget import CallBudget
from orderloom.ports.carrier import Carrier
from orderloom.ports.clock import Clock
from orderloom.ports.tenants import TenantDirectory

_KEPT = timedelta(minutes=10)
_MOST_TENANTS = 64


@dataclass(frozen=True)
class _Known:
    """What calls for a tenant's earlier orders left, of these connections in this table."""

    table: Table
    connections: Mapping[str, Connection]
    tokens: AccessTokens
    budget: CallBudget
    told: Told


class CarrierAccounts:
    """`simulated`: where a simulator plays all carriers, each below its name; None on AWS.

    Tokens, turns and what accounts told are kept between orders, HTTP connections are not: one that
    broke while the function was frozen is noticed in the middle of a purchase only.
    """

    def __init__(
        self, *, tenants: TenantDirectory, seal: CredentialSeal, clock: Clock, simulated: str | None
    ) -> None:
        self._tenants = tenants
        self._seal = seal
        self._clock = clock
        self._simulated = simulated
        self._known = ExpiringCache[str, _Known](clock, lifetime=_KEPT, most=_MOST_TENANTS)

    def of(self, tenant_id: str, table: Table) -> Mapping[str, Carrier]:
        """By the names of the connections; `table` is the tenant's, for tokens and turns."""
        entries = {
            account: entry
            for account in self._tenants.connected_lately(tenant_id)
            if (entry := carrier_entry(account)) is not None
        }
        connections = {account: self._tenants.connection(tenant_id, account) for account in entries}
        known = self._known_of(tenant_id, table, connections)
        found: dict[str, Carrier] = {}
        for account, entry in entries.items():
            base_url = self._address(account, entry.base_url)
            means = CarrierMeans(
                account, base_url, known.tokens, known.budget, self._clock, known.told
            )
            carrier = entry.carrier(connections[account], means)
            found[account] = OneByOne(carrier) if carrier.one_parcel_a_label else carrier
        return found

    def _known_of(
        self, tenant_id: str, table: Table, connections: Mapping[str, Connection]
    ) -> _Known:
        """Of other connections only what the table says of their own accounts."""
        known = self._known.get(tenant_id)
        if known and known.table is table and known.connections == connections:
            return known
        tokens = DynamoAccessTokens(table, tenant_id, self._seal, self._clock)
        budget = DynamoCallBudget(table, tenant_id, self._clock)
        known = _Known(table, connections, tokens, budget, Told(self._clock))
        self._known.put(tenant_id, known)
        return known

    def _address(self, account: str, real: str) -> str:
        if not self._simulated:
            return real
        return f"{self._simulated}/{account.partition('.')[0]}{urlsplit(real).path}"
