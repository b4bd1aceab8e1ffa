"""The platform's own webhook endpoints, and whose its accounts are, in memory."""

from collections.abc import Sequence

from orderloom.errors import NotFound, VersionConflict
from orderloom.ports.platform_accounts import AccountRoutes, PlatformDoor
from orderloom.ports.webhook_secrets import KeyedSecret


class FakePlatform(PlatformDoor, AccountRoutes):
    """`secret_of`: by provider; `owners`: by provider and account."""

    def __init__(self) -> None:
        self.secret_of: dict[str, str] = {}
        self.owners: dict[tuple[str, str], str] = {}

    def secrets(self, provider: str) -> Sequence[KeyedSecret]:
        if provider not in self.secret_of:
            raise NotFound("platform webhook", provider)
        return (KeyedSecret("platform-0", self.secret_of[provider]),)

    def owner(self, provider: str, account: str) -> str | None:
        return self.owners.get((provider, account))

    def claim(self, provider: str, account: str, tenant_id: str, *, instead_of: str | None) -> None:
        if self.owner(provider, account) != instead_of:
            raise VersionConflict(account)
        self.owners[provider, account] = tenant_id
