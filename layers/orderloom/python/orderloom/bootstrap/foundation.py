"""What all adapters are made of: settings, the clock, the tables, the seal."""

from functools import cached_property
from typing import TYPE_CHECKING

from orderloom.adapters.system_clock import SystemClock
from orderloom.ports.clock import Clock
from orderloom.settings import Settings

if TYPE_CHECKING:
    from orderloom.adapters.credential_seal import CredentialSeal
    from orderloom.adapters.dynamodb.tenant_tables import TenantTables


class Foundation:
    """Each part is made when it is first asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def clock(self) -> Clock:
        return SystemClock()

    @cached_property
    def _tables(self) -> "TenantTables":
        from orderloom.adapters.dynamodb.profiles import Profiles
        from orderloom.adapters.dynamodb.tenant_scoped import TenantScopedTable
        from orderloom.adapters.dynamodb.tenant_tables import TenantTables
        from orderloom.adapters.tenant_credentials import TenantCredentials

        credentials = TenantCredentials(self._settings.tenant_role_arn, self.clock)
        platform = TenantScopedTable(self._settings["table"], credentials)
        isolated = self._settings.isolated_tables_by_name.items()
        return TenantTables(
            platform,
            Profiles(platform, self.clock, kept=self._settings.profile_kept),
            {name: TenantScopedTable(table, credentials) for name, table in isolated},
        )

    @cached_property
    def _seal(self) -> "CredentialSeal":
        from orderloom.adapters.credential_seal import CredentialSeal

        return CredentialSeal(self._settings.credentials_key_id)
