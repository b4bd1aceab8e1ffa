"""What a test says of accounts."""

from collections.abc import Mapping, Sequence

from orderloom.ports.account_health import AccountHealth, Condition, Health


class FakeAccountHealth(AccountHealth):
    """All are well but those in `ill`."""

    def __init__(self, tenant_id: str = "acme") -> None:
        self.tenant_id = tenant_id
        self.ill: dict[str, Condition] = {}

    def of(self, accounts: Sequence[str]) -> Mapping[str, Condition]:
        return {account: self.ill.get(account, Condition(Health.WELL)) for account in accounts}
