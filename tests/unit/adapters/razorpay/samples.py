"""Razorpay's sample events, changed as a test needs."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orderloom.adapters.razorpay.reader import RazorpayReader
from orderloom.domain.facts import AnyMoneyFact, ConnectionFact, PaymentFact
from orderloom.domain.inbound import InboundEvent

EVENTS = Path("events/razorpay")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ORDER, PAYMENT = "order_SampleLoom001", "pay_SampleLoom0001"


def sample(kind: str, **changes: dict[str, Any]) -> dict[str, Any]:
    """`changes`: fields to set, by entity (`payment={"amount": 1}`)."""
    event: dict[str, Any] = copy.deepcopy(json.loads((EVENTS / f"{kind}.json").read_text()))
    for name, fields in changes.items():
        event["payload"][name]["entity"].update(fields)
    return event


def read(event: object, tenant_id: str = "acme") -> AnyMoneyFact | None:
    body = event if isinstance(event, str) else json.dumps(event)
    found = RazorpayReader().read(InboundEvent(tenant_id, "razorpay", "ev_1", NOW, body))
    assert not isinstance(found, ConnectionFact)
    return found


def fact(event: object, tenant_id: str = "acme") -> PaymentFact:
    found = read(event, tenant_id)
    assert isinstance(found, PaymentFact)
    return found
