"""The webhooks of a third payment provider move orders as those of any other do."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from orderloom.adapters import provider_registry as registry
from orderloom.domain.states import PaymentState
from orderloom.ports.orders import ProviderObject
from orderloom.services.apply_event import ApplyEvent
from orderloom.services.ingest_webhook import IngestWebhook, Refusal, WebhookRequest

from tests.builders.orders import a_payment, a_placed, an_order
from tests.builders.transitions import a_transition
from tests.fakes.clock import FakeClock
from tests.fakes.orders import FakeOrders
from tests.fakes.platform import FakePlatform
from tests.fakes.queues import FakeInboundQueue
from tests.fakes.webhook_secrets import FakeWebhookSecrets
from tests.unit.adapters.third_provider import beside_ours, install


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with beside_ours(tmp_path, monkeypatch):
        yield tmp_path


@pytest.mark.parametrize(
    ("events", "state"),
    [
        (["money.came"], PaymentState.PAID),
        (["card.declined"], PaymentState.ATTEMPT_FAILED),
        (["payment.over"], PaymentState.VOIDED),
        (["card.declined", "money.came"], PaymentState.PAID),
        (["money.came", "card.declined", "payment.over"], PaymentState.PAID),
    ],
)
def test_its_events_move_its_orders(folder: Path, events: list[str], state: PaymentState) -> None:
    """From the raw bytes at the door to the order: no module of ours knows its name."""
    install(folder)
    clock, queue, secrets = FakeClock(), FakeInboundQueue(), FakeWebhookSecrets()
    secrets.set("acme", "thirdpay", "hush")
    door = IngestWebhook(
        verifier_for=registry.Verifiers(shipstation_jwks_url="unused"),
        secrets=secrets,
        queue=queue,
        clock=clock,
        platform=FakePlatform(),
    )
    orders = FakeOrders("acme", clock=clock)
    payment = a_payment(state=PaymentState.PENDING, provider="thirdpay", intent_id="p1")
    order = an_order(payment=payment)
    orders.add(order, a_placed(order))
    orders.commit(a_transition(order), aliases=[ProviderObject("thirdpay", "p1")])
    apply = ApplyEvent(
        orders_for=lambda _tenant: orders,
        reader_for=registry.reader_for,
        restore=lambda _tenant, order_id: pytest.fail(f"{order_id} is in the table"),
        clock=clock,
    )
    for number, kind in enumerate(events):
        amount = {"amount": order.total, "currency": order.currency}
        body = json.dumps({"id": f"e{number}", "type": kind, "payment": "p1", **amount})
        headers = {"x-thirdpay": hashlib.sha256(b"hush" + body.encode()).hexdigest()}
        assert not isinstance(door(WebhookRequest("thirdpay", "acme", headers, body)), Refusal)
    for event in queue.sent:
        apply(event)
    assert orders.get(order.order_id).payment.state is state
