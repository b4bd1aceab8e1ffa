"""Two merchants behind one door: what an attacker, a proxy or a confused provider may send them.

From the bytes at the door to the order, with the verifiers and readers of the product.
"""

import base64
import hashlib
import hmac
import json
from abc import ABC, abstractmethod
from typing import Any

import pytest
from orderloom.adapters.provider_registry import Verifiers, reader_for
from orderloom.domain.order import Order
from orderloom.domain.states import PaymentState
from orderloom.errors import MalformedEvent
from orderloom.ports.orders import ProviderObject
from orderloom.services.apply_event import ApplyEvent, Outcome
from orderloom.services.ingest_webhook import IngestWebhook, Refusal, WebhookRequest

from simulator.stripe.signing import signature_header
from tests.builders.orders import a_payment, a_placed, an_order
from tests.builders.transitions import a_transition
from tests.fakes.clock import FakeClock
from tests.fakes.orders import FakeOrders
from tests.fakes.platform import FakePlatform
from tests.fakes.queues import FakeInboundQueue
from tests.fakes.webhook_secrets import FakeWebhookSecrets

DEAD_LETTER = "dead letter"
"""Taken, tried again some times, then kept in the dead-letter queue for a person."""

Json = dict[str, Any]
Answer = Refusal | Outcome | str


class Scheme(ABC):
    """How one provider writes and signs."""

    name: str
    prefix: str
    object_id: str

    @abstractmethod
    def paid(self, amount: object = 4200, **about: Any) -> Json:
        """That the payment of acme's order came. `about`: object_id, tenant_id, order_id."""

    @abstractmethod
    def thin(self) -> Json:
        """The same without the object it is about."""

    @abstractmethod
    def signed(self, body: bytes, *secrets: str, at: int) -> dict[str, str]: ...


class Stripe(Scheme):
    name, prefix, object_id = "stripe", "whsec_", "pi_1"

    def paid(self, amount: object = 4200, **about: Any) -> Json:
        metadata = {
            "tenant_id": about.get("tenant_id", "acme"),
            "order_id": about.get("order_id", f"ord_{self.name}"),
        }
        intent = {
            "id": about.get("object_id", self.object_id),
            "object": "payment_intent",
            "amount_received": amount,
            "currency": "inr",
            "metadata": metadata,
        }
        event = {"id": "evt_1", "object": "event", "created": 1, "data": {"object": intent}}
        return {**event, "type": "payment_intent.succeeded"}

    def thin(self) -> Json:
        """Source: docs.stripe.com/event-destinations, "Thin events"."""
        about = {"id": self.object_id, "type": "payment_intent", "url": "/v1/payment_intents/pi_1"}
        event = {"id": "evt_1", "object": "v2.core.event", "created": "2026-06-01T00:00:00Z"}
        return {**event, "type": "v1.payment_intent.succeeded", "related_object": about}

    def signed(self, body: bytes, *secrets: str, at: int) -> dict[str, str]:
        return {"stripe-signature": signature_header(secrets, body, at)}


class Razorpay(Scheme):
    name, prefix, object_id = "razorpay", "", "order_1"

    def paid(self, amount: object = 4200, **about: Any) -> Json:
        notes = {
            "tenant_id": about.get("tenant_id", "acme"),
            "order_id": about.get("order_id", f"ord_{self.name}"),
        }
        order_id = about.get("object_id", self.object_id)
        order = {"id": order_id, "amount_paid": amount, "currency": "INR", "notes": notes}
        payment = {"id": "pay_1", "order_id": order_id, "amount": amount, "currency": "INR"}
        payload = {"order": {"entity": order}, "payment": {"entity": payment}}
        return {"event": "order.paid", "created_at": 1, "payload": payload}

    def thin(self) -> Json:
        return {"event": "order.paid", "created_at": 1, "payload": {}}

    def signed(self, body: bytes, *secrets: str, at: int) -> dict[str, str]:  # noqa: ARG002
        """No moment is signed, and there is one signature."""
        digest = hmac.new(secrets[0].encode(), body, hashlib.sha256).hexdigest()
        return {"x-razorpay-signature": digest, "x-razorpay-event-id": "evt_1"}


SCHEMES = (Stripe(), Razorpay())


class Street:
    """Acme has an order of 4200 INR to be paid at each provider; so has rival, under other ids."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme, self.clock = scheme, FakeClock()
        self.secrets, self.queue = FakeWebhookSecrets(), FakeInboundQueue()
        self.secret = f"{scheme.prefix}of-acme"
        self.rivals_secret = f"{scheme.prefix}of-rival"
        self.secrets.set("acme", scheme.name, self.secret)
        self.secrets.set("rival", scheme.name, self.rivals_secret)
        self.orders = {
            tenant_id: FakeOrders(tenant_id, clock=self.clock) for tenant_id in ("acme", "rival")
        }
        for each in SCHEMES:
            self._order("acme", each.name, each.object_id, f"ord_{each.name}")
            self._order("rival", each.name, f"{each.object_id}_rival", f"ord_{each.name}_rival")
        self.door = IngestWebhook(
            verifier_for=Verifiers(shipstation_jwks_url="http://keys.test"),
            secrets=self.secrets,
            queue=self.queue,
            clock=self.clock,
            platform=FakePlatform(),
        )
        self.apply = ApplyEvent(
            orders_for=self.orders.__getitem__,
            reader_for=reader_for,
            restore=lambda _tenant, order_id: pytest.fail(f"{order_id} is in the table"),
            clock=self.clock,
        )

    def _order(self, tenant_id: str, provider: str, object_id: str, order_id: str) -> None:
        payment = a_payment(state=PaymentState.PENDING, provider=provider, intent_id=object_id)
        order = an_order(
            order_id=order_id, tenant_id=tenant_id, payment=payment, currency="INR", total=4200
        )
        orders = self.orders[tenant_id]
        orders.add(order, a_placed(order))
        reference = ProviderObject(provider, object_id)
        orders.commit(a_transition(orders.get(order_id)), aliases=[reference])

    @property
    def now(self) -> int:
        return int(self.clock.now().timestamp())

    def sign(self, body: bytes, *secrets: str, late: int = 0) -> dict[str, str]:
        return self.scheme.signed(body, *(secrets or (self.secret,)), at=self.now - late)

    def send(
        self,
        event: Json | bytes,
        headers: dict[str, str] | None = None,
        *,
        tenant_id: str = "acme",
        encoded: bool = False,
    ) -> Answer:
        """What becomes of it: refused at the door, or what behind the queue is done with it."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        signed = self.sign(body) if headers is None else headers
        text = base64.b64encode(body).decode() if encoded else body.decode()
        request = WebhookRequest(self.scheme.name, tenant_id, signed, text, encoded)
        taken = self.door(request)
        if isinstance(taken, Refusal):
            assert not self.queue.sent
            return taken
        try:
            return self.apply(self.queue.sent.pop())
        except MalformedEvent:
            return DEAD_LETTER

    def states(self) -> set[PaymentState]:
        """Of all orders of both merchants."""
        return {order.payment.state for order in self._all()}

    def paid(self) -> list[str]:
        return [o.order_id for o in self._all() if o.payment.state is PaymentState.PAID]

    def _all(self) -> list[Order]:
        return [
            self.orders[tenant_id].get(f"ord_{each.name}{suffix}")
            for tenant_id, suffix in (("acme", ""), ("rival", "_rival"))
            for each in SCHEMES
        ]
