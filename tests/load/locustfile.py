"""What Locust drives: merchants place orders, providers post signed webhooks.

Runs in `.bench`, without the project. LOAD_STAGE names a JSON file: `senders`, each with a kind,
a tenant, what it signs or authenticates with and how often; `sent`, where every answer is noted.
"""

import json
import os
from itertools import count
from pathlib import Path
from typing import Any

from locust import HttpUser, constant_throughput, task

from tests.load.charges import charge_event, signed

STAGE: dict[str, Any] = json.loads(Path(os.environ["LOAD_STAGE"]).read_text())
_SENT = Path(STAGE["sent"]).open("a", buffering=1)  # noqa: SIM115 - for as long as it runs
_numbers = count(1)
_senders = iter(STAGE["senders"])


class Sender(HttpUser):  # type: ignore[misc]
    """One of the stage's senders each; Locust starts as many as there are."""

    host = STAGE["api_url"]
    fixed_count = len(STAGE["senders"])

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.sender: dict[str, Any] = next(_senders)

    def wait_time(self) -> float:
        wait: float = constant_throughput(self.sender["a_second"])(self)
        return wait

    @task  # type: ignore[untyped-decorator]
    def send(self) -> None:
        if self.sender["kind"] == "order":
            self._order()
        else:
            self._webhook()

    def _order(self) -> None:
        name = f"{STAGE['name']}-{self.sender['tenant_id']}-{next(_numbers)}"
        headers = {
            "Authorization": f"Bearer {self.sender['api_key']}",
            "Idempotency-Key": name,
        }
        answer = self.client.post(
            "/v1/orders", json=self.sender["order"], headers=headers, name="order", timeout=60
        )
        placed = answer.json().get("id", "") if answer.ok else ""
        self._note("order", placed or name, answer.status_code)

    def _webhook(self) -> None:
        event_id = f"evt_{STAGE['name']}{next(_numbers):08}"
        body, headers = signed(self.sender, charge_event(self.sender, event_id))
        path = f"/webhooks/stripe/{self.sender['tenant_id']}"
        answer = self.client.post(path, data=body, headers=headers, name="webhook", timeout=60)
        self._note("webhook", event_id, answer.status_code)

    def _note(self, kind: str, name: str, status: int) -> None:
        line = {"kind": kind, "tenant_id": self.sender["tenant_id"], "id": name, "status": status}
        _SENT.write(json.dumps(line) + "\n")
