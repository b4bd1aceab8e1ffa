"""The simulated Razorpay behind `requests`, without a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import requests
from orderloom.adapters.razorpay.payments import RazorpayPayments
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from tests.unit.simulator.harness import Harness

KEY_ID, KEY_SECRET = "rzp_test_acme", "a secret of acme's"
WEBHOOK_SECRET = "what acme typed into the dashboard"


@dataclass
class _Wire(BaseAdapter):
    """Takes calls to the simulator; those in `lost` take effect, and their answers get lost."""

    harness: Harness
    lost: list[tuple[str, str]] = field(default_factory=list)

    def send(  # type: ignore[override]  # the options are the transport's business
        self, request: requests.PreparedRequest, **_options: object
    ) -> requests.Response:
        method, path = str(request.method), str(request.path_url)
        headers, content = dict(request.headers), request.body
        answer = self.harness.call(method, path, headers=headers, content=content)
        for lost in self.lost:
            if lost[0] == method and path.endswith(lost[1].removesuffix("$")):
                self.lost.remove(lost)
                raise requests.ReadTimeout
        response = requests.Response()
        response.status_code = answer.status_code
        response.headers = CaseInsensitiveDict(answer.headers)
        response.raw = BytesIO(answer.content)
        return response

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True)
class Simulated:
    """Razorpay with acme's account."""

    harness: Harness
    wire: _Wire
    key_id: str = KEY_ID

    def payments(self, key_secret: str = KEY_SECRET) -> RazorpayPayments:
        session = requests.Session()
        session.mount("http://", self.wire)
        return RazorpayPayments(
            key_id=self.key_id,
            key_secret=key_secret,
            base_url="http://sim/razorpay",
            session=session,
        )

    def pay(self, order_id: str, *, outcome: str = "succeed", amount: int | None = None) -> Any:
        command = {"outcome": outcome, "amount": amount}
        return self.harness.control("POST", f"/razorpay/orders/{order_id}/pay", json=command)

    def settle(self, refund_id: str, outcome: str) -> None:
        path = f"/razorpay/refunds/{refund_id}/settle"
        self.harness.control("POST", path, json={"outcome": outcome})

    def manual_order(self, receipt: str) -> str:
        """An order whose payments stay authorised until captured."""
        body = {"amount": 4200, "currency": "INR", "receipt": receipt}
        auth = (KEY_ID, KEY_SECRET)
        made = self.harness.call("POST", "/razorpay/v1/orders", json=body, auth=auth)
        return str(made.json()["id"])

    def slow_refunds(self) -> None:
        self.add_webhook("http://shop/hook", slow_refunds=True)

    def add_webhook(self, url: str, *events: str, slow_refunds: bool = False) -> None:
        wanted = {
            "key_id": KEY_ID,
            "key_secret": KEY_SECRET,
            "url": url,
            "secret": WEBHOOK_SECRET,
            "events": list(events),
            "slow_refunds": slow_refunds,
        }
        self.harness.control("POST", "/razorpay/webhooks", json=wanted)

    def lose_answers(self, method: str, path: str) -> None:
        self.wire.lost.append((method, path))

    def refuse(self, method: str, path: str, status: int) -> None:
        self.harness.fault(
            target="api", method=method, path=path, action="status", status=status, times=1
        )

    def orders(self) -> list[dict[str, Any]]:
        auth = (KEY_ID, KEY_SECRET)
        found: list[dict[str, Any]] = self.harness.call(
            "GET", "/razorpay/v1/orders", auth=auth
        ).json()["items"]
        return found

    def refunds(self) -> list[dict[str, Any]]:
        books = self.harness.control("GET", "/books")["razorpay"][KEY_ID]
        found: list[dict[str, Any]] = books["refunds"]["items"]
        return found

    def refunded(self) -> int:
        return sum(r["amount"] for r in self.refunds() if r["status"] != "failed")


@contextmanager
def simulated() -> Iterator[Simulated]:
    harness = Harness()
    yield Simulated(harness, _Wire(harness))
    harness.close()
