"""The platform's own endpoint: an event is for the tenant whose account it names, or nobody's."""

import json
from typing import Any

import pytest
from orderloom.adapters.provider_registry import Verifiers
from orderloom.domain.identifiers import PLATFORM, TENANT_ID
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import Conflict, InvalidRequest, NotFound
from orderloom.services.apply_event import Outcome
from orderloom.services.ingest_webhook import ACCOUNT, IngestWebhook, Refusal, WebhookRequest
from orderloom.services.note_unowned import NoteUnowned
from orderloom.services.route_account import RouteAccount

from simulator.stripe.signing import signature_header
from tests.builders.tenants import a_connection, a_tenant
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.fakes.queues import FakeInboundQueue
from tests.fakes.tenants import FakeTenants
from tests.fakes.unclaimed import FakeUnclaimed
from tests.fakes.webhook_secrets import FakeWebhookSecrets
from tests.unit.http.memory import MemoryContainer
from tests.unit.services.test_connect_provider import connecting

OURS, ACMES, RIVALS = "whsec_platform", "acct_acme", "acct_rival"


class Street:
    """A platform with the accounts of two tenants, one of whom has an endpoint of its own, too."""

    def __init__(self) -> None:
        self.clock, self.queue = FakeClock(), FakeInboundQueue()
        self.platform, secrets = FakePlatform(), FakeWebhookSecrets()
        self.platform.secret_of["stripe"] = OURS
        self.platform.owners = {("stripe", ACMES): "acme", ("stripe", RIVALS): "rival"}
        secrets.set("rival", "stripe", "whsec_rival")
        self.ingest = IngestWebhook(
            verifier_for=Verifiers(shipstation_jwks_url="unused"),
            secrets=secrets,
            queue=self.queue,
            clock=self.clock,
            platform=self.platform,
        )

    def post(
        self,
        account: object,
        *,
        secret: str = OURS,
        tenant_id: str = PLATFORM,
        provider: str = "stripe",
    ) -> InboundEvent | Refusal:
        event: dict[str, Any] = {"id": "evt_1", "type": "payment_intent.succeeded"}
        body = json.dumps(event if account is None else {**event, "account": account})
        signed = signature_header([secret], body.encode(), int(self.clock.now().timestamp()))
        headers = {"stripe-signature": signed}
        return self.ingest(WebhookRequest(provider, tenant_id, headers, body))


@pytest.fixture
def street() -> Street:
    return Street()


@pytest.mark.parametrize(("account", "tenant_id"), [(ACMES, "acme"), (RIVALS, "rival")])
def test_an_event_is_for_the_tenant_whose_account_it_names(
    street: Street, account: str, tenant_id: str
) -> None:
    event = street.post(account)
    assert isinstance(event, InboundEvent)
    assert (event.tenant_id, event.headers, event.secret_id) == (
        tenant_id,
        {ACCOUNT: account},
        None,
    )
    assert street.queue.sent == [event]


@pytest.mark.parametrize("account", ["acct_nobody", None, 7, "T#acme#META", "x" * 300])
def test_an_account_that_is_nobodys_is_accepted_and_written_down(
    street: Street, account: object
) -> None:
    event = street.post(account)
    assert isinstance(event, InboundEvent)
    assert event.tenant_id == PLATFORM
    unowned = FakeUnclaimed(PLATFORM)
    note = NoteUnowned(unowned)
    assert (note(event), note(event)) == (Outcome.UNOWNED, Outcome.UNOWNED)
    (noted,) = unowned.newest(10)
    known = account if account == "acct_nobody" else PLATFORM
    assert (noted.object_id, noted.event_id) == (known, "evt_1")


def test_no_tenant_can_be_called_as_the_platform_is() -> None:
    assert not TENANT_ID.fullmatch(PLATFORM)


def test_a_tenants_own_secret_opens_no_door_of_the_platform(street: Street) -> None:
    """Or its holder could speak of any account there is."""
    assert street.post(ACMES, secret="whsec_rival") is Refusal.INVALID_SIGNATURE
    assert street.queue.sent == []


def test_the_platforms_secret_opens_no_door_of_a_tenant(street: Street) -> None:
    assert street.post(ACMES, tenant_id="rival") is Refusal.INVALID_SIGNATURE
    own = street.post(ACMES, secret="whsec_rival", tenant_id="rival")
    assert isinstance(own, InboundEvent)
    assert own.tenant_id == "rival"  # whose orders are of another account: a task, no money


@pytest.mark.parametrize("provider", ["razorpay", "shipstation", "nobody"])
def test_a_provider_without_an_endpoint_of_the_platform_has_no_such_address(
    street: Street, provider: str
) -> None:
    assert street.post(ACMES, provider=provider) is Refusal.NOT_FOUND


class Office:
    def __init__(self) -> None:
        self.platform = FakePlatform()
        self.tenants = FakeTenants(a_tenant(), a_tenant("rival"))
        self.route = RouteAccount(tenants=self.tenants, routes=self.platform)

    def connect(self, tenant_id: str, account_id: str | None) -> None:
        self.tenants.connect(tenant_id, a_connection(account_id=account_id))


def test_an_account_is_one_tenants() -> None:
    office = Office()
    office.connect("acme", ACMES)
    office.connect("rival", ACMES)
    assert office.route("acme", "stripe") == office.route("acme", "stripe") == ACMES
    with pytest.raises(Conflict):
        office.route("rival", "stripe")
    assert office.platform.owners == {("stripe", ACMES): "acme"}


def test_an_account_that_left_its_tenant_can_be_anothers() -> None:
    office = Office()
    office.connect("acme", ACMES)
    office.route("acme", "stripe")
    office.connect("acme", "acct_new")
    office.connect("rival", ACMES)
    office.route("rival", "stripe")
    assert office.platform.owners == {("stripe", ACMES): "rival"}


def test_only_a_connected_account_is_routed() -> None:
    office = Office()
    with pytest.raises(NotFound):
        office.route("acme", "stripe")
    office.connect("acme", None)
    with pytest.raises(Conflict):
        office.route("acme", "stripe")


def test_an_account_of_the_platform_needs_no_endpoint_of_its_own() -> None:
    container = MemoryContainer()
    container.tenants.register(a_tenant(), "olk_acme")
    connect = connecting(container)
    connect("acme", a_connection(account_id=ACMES, signing_secrets=()), ())
    with pytest.raises(InvalidRequest):
        connect("acme", a_connection(signing_secrets=()), ())
