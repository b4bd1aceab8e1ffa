"""Whose a connected account's events are, in the table: the platform's own items."""

from pynamodb.attributes import UnicodeAttribute

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import absent, owned_by
from orderloom.adapters.dynamodb.record import Record, required
from orderloom.adapters.dynamodb.table import Table
from orderloom.errors import VersionConflict
from orderloom.ports.platform_accounts import AccountRoutes


class AccountRouteRecord(Record):
    """Read by the door for each webhook of the platform's endpoint, up to a minute old."""

    owner = UnicodeAttribute()


class DynamoAccountRoutes(AccountRoutes):
    """By the function's own credentials: an account is in no tenant's part of the table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def owner(self, provider: str, account: str) -> str | None:
        found = self._table.get(AccountRouteRecord, keys.platform_account(provider, account))
        return None if found is None else required(found, "owner")

    def claim(self, provider: str, account: str, tenant_id: str, *, instead_of: str | None) -> None:
        self._table.put(
            AccountRouteRecord(*keys.platform_account(provider, account), owner=tenant_id),
            when=absent() if instead_of is None else owned_by(instead_of),
            otherwise=VersionConflict(f"the events of {account} changed their owner"),
        )
