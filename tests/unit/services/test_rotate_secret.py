"""Rotating and retiring the signing secrets of a connection."""

from datetime import timedelta

import pytest
from orderloom.adapters.provider_registry import AdapterRegistry
from orderloom.domain.tenant import Connection
from orderloom.errors import Conflict, InvalidRequest, NotFound, VersionConflict
from orderloom.services.rotate_secret import RetireSecret, RotateSecret
from pydantic import SecretStr

from tests.builders.tenants import a_connection, a_signing_secret, a_tenant
from tests.fakes.clock import FakeClock
from tests.fakes.tenants import FakeTenants

HOUR = timedelta(hours=1)
NEW = SecretStr("whsec_new")


class Office:
    """Acme is connected to stripe with one secret."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.tenants = FakeTenants(a_tenant())
        ring = (a_signing_secret("whsec_old"),)
        self.tenants.connect("acme", a_connection(signing_secrets=ring))
        carrier = Connection(provider="shipstation", api_key=SecretStr("k"))
        self.tenants.connect("acme", carrier)
        self.rotate = RotateSecret(
            tenants=self.tenants,
            providers=AdapterRegistry(),
            clock=self.clock,
            random_bits=lambda _bits: 1,
        )
        self.retire = RetireSecret(tenants=self.tenants, clock=self.clock)

    @property
    def ids(self) -> list[str]:
        ring = self.tenants.signing_secrets("acme", "stripe")
        return [each.secret_id for each in ring]


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_new_secret_is_stored_beside_the_old_one(office: Office) -> None:
    ring = office.rotate("acme", "stripe", NEW, overlap=HOUR)
    assert office.ids == [each.secret_id for each in ring] == ["whs_000000000001", "whs_old"]
    assert office.tenants.secrets["acme", "whs_000000000001"] == "whsec_new"
    until = office.tenants.signing_secrets("acme", "stripe")[1].expires_at
    assert until == office.clock.now() + HOUR


def test_the_old_one_is_retired_when_the_new_one_is_there(office: Office) -> None:
    with pytest.raises(Conflict):
        office.retire("acme", "stripe", "whs_old")
    office.rotate("acme", "stripe", NEW, overlap=HOUR)
    office.retire("acme", "stripe", "whs_old")
    assert office.ids == ["whs_000000000001"]


def test_what_is_no_secret_of_the_provider_is_refused(office: Office) -> None:
    with pytest.raises(InvalidRequest) as refused:
        office.rotate("acme", "stripe", SecretStr("sk_test_123"), overlap=HOUR)
    assert refused.value.field == "signing_secret"
    with pytest.raises(InvalidRequest):
        office.rotate("acme", "shipstation", NEW, overlap=HOUR)
    assert office.ids == ["whs_old"]


@pytest.mark.parametrize(("tenant_id", "provider"), [("acme", "paypal"), ("nobody", "stripe")])
def test_only_a_connection_has_secrets(office: Office, tenant_id: str, provider: str) -> None:
    with pytest.raises(NotFound):
        office.rotate(tenant_id, provider, NEW, overlap=HOUR)
    with pytest.raises(NotFound):
        office.retire(tenant_id, provider, "whs_old")


def test_of_two_changes_at_one_moment_one_is_to_be_made_again(office: Office) -> None:
    office.tenants.faults.before("replace_secrets", VersionConflict("changed"))
    with pytest.raises(VersionConflict):
        office.rotate("acme", "stripe", NEW, overlap=HOUR)
    assert office.ids == ["whs_old"]
