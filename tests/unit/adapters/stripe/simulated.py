"""The simulated Stripe behind its SDK, without a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
import stripe
from orderloom.adapters.stripe.payments import StripePayments

from tests.unit.adapters.wire import Wire
from tests.unit.simulator.harness import Harness

KEY = "sk_test_acme"


@dataclass(frozen=True)
class Simulated:
    """Stripe with acme's account."""

    harness: Harness
    wire: Wire

    def payments(self) -> StripePayments:
        session = requests.Session()
        session.mount("http://", self.wire)
        client = stripe.RequestsClient(session=session)
        return StripePayments(api_key=KEY, base_url="http://sim/stripe", http_client=client)

    def page(self, session_id: str, verb: str, **command: Any) -> Any:
        path = f"/stripe/checkout/sessions/{session_id}/{verb}"
        return self.harness.control("POST", path, json=command)

    def get(self, path: str) -> Any:
        headers = {"Authorization": f"Bearer {KEY}"}
        return self.harness.call("GET", f"/stripe/v1/{path}", headers=headers).json()


@contextmanager
def simulated() -> Iterator[Simulated]:
    harness = Harness()
    yield Simulated(harness, Wire(harness))
    harness.close()
