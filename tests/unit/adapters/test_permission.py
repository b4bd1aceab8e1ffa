"""An account whose merchant took our access back is not called, and nothing is given up for it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from orderloom.adapters.permission import Permission
from orderloom.domain.connection_health import (
    AUTHORISATION,
    ConnectionHealth,
    HealthNote,
    HealthState,
)
from orderloom.domain.tenant import Connection
from orderloom.errors import CredentialsRejected, ProviderPaused
from orderloom.ports.payments import PaymentProvider

from tests.builders.tenants import a_connection, a_tenant
from tests.fakes.payments import FakePayments
from tests.fakes.tenants import FakeTenants

NOW = datetime(2026, 11, 21, tzinfo=UTC)
GONE = HealthNote(
    subject=AUTHORISATION, state=HealthState.DEAUTHORISED, told_at=NOW, event_id="evt_1"
)
WITHDRAWN = ConnectionHealth(notes=(GONE,))


class Directory(FakeTenants):
    """Whose functions keep a connection in memory."""

    def __init__(self) -> None:
        super().__init__(a_tenant())
        self.connect("acme", a_connection())
        self.kept = self.connection("acme", "stripe")

    def withdraw(self, *, known: bool) -> None:
        self.note_health("acme", "stripe", seen=ConnectionHealth(), health=WITHDRAWN)
        if known:
            self.kept = super().connection("acme", "stripe")

    def connection(self, tenant_id: str, provider: str) -> Connection:
        return getattr(self, "kept", None) or super().connection(tenant_id, provider)


class Rejecting(FakePayments):
    def on_record(self, intent_id: str) -> Any:
        self.calls = getattr(self, "calls", 0) + 1
        raise CredentialsRejected("stripe", "read payment", "account_invalid", intent_id)


def permitted(directory: Directory, account: object) -> PaymentProvider:
    needed = Permission(directory).needed
    return needed(PaymentProvider, account, tenant_id="acme", provider="stripe")


def test_without_permission_no_call_is_made() -> None:
    directory, account = Directory(), Rejecting()
    directory.withdraw(known=True)
    with pytest.raises(ProviderPaused) as paused:
        permitted(directory, account).on_record("pi_1")
    assert paused.value.reason == "deauthorised"
    assert not hasattr(account, "calls")


def test_a_rejected_key_is_looked_into_where_memory_is_older() -> None:
    directory, account = Directory(), Rejecting()
    directory.withdraw(known=False)
    with pytest.raises(ProviderPaused):
        permitted(directory, account).on_record("pi_1")
    assert account.calls == 1


def test_a_rejected_key_of_an_account_that_is_ours_is_a_rejected_key() -> None:
    with pytest.raises(CredentialsRejected):
        permitted(Directory(), Rejecting()).on_record("pi_1")


def test_a_permitted_account_answers_for_itself() -> None:
    account = FakePayments()
    guarded = permitted(Directory(), account)
    assert guarded.name == account.name
