"""A tenant's accounts at carriers: its connections, each with the adapter that speaks to it."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from orderloom.adapters.carrier_means import CarrierMeans
from orderloom.adapters.credential_seal import CredentialSeal
from orderloom.adapters.dynamodb.access_tokens import DynamoAccessTokens
from orderloom.adapters.dynamodb.call_budget import DynamoCallBudget
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.one_by_one import OneByOne
from orderloom.adapters.provider_registry import carrier_entry
from orderloom.ports.carrier import Carrier
from orderloom.ports.clock import Clock
from orderloom.ports.tenants import TenantDirectory


class CarrierAccounts:
    """`simulated`: where a simulator plays all carriers, each below its name; None on AWS."""

    def __init__(
        self, *, tenants: TenantDirectory, seal: CredentialSeal, clock: Clock, simulated: str | None
    ) -> None:
        self._tenants = tenants
        self._seal = seal
        self._clock = clock
        self._simulated = simulated

    def of(self, tenant_id: str, table: Table) -> Mapping[str, Carrier]:
        """By the names of the connections; `table` is the tenant's, for tokens and turns."""
        tokens = DynamoAccessTokens(table, tenant_id, self._seal, self._clock)
        budget = DynamoCallBudget(table, tenant_id, self._clock)
        found: dict[str, Carrier] = {}
        for account in self._tenants.connected_lately(tenant_id):
            entry = carrier_entry(account)
            if entry is None:
                continue
            base_url = self._address(account, entry.base_url)
            means = CarrierMeans(account, base_url, tokens, budget, self._clock)
            carrier = entry.carrier(self._tenants.connection(tenant_id, account), means)
            found[account] = OneByOne(carrier) if carrier.one_parcel_a_label else carrier
        return found

    def _address(self, account: str, real: str) -> str:
        if not self._simulated:
            return real
        return f"{self._simulated}/{account.partition('.')[0]}{urlsplit(real).path}"
