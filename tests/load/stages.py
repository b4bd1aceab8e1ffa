"""The stages of a load run: who sends what, with the progress shown while it runs."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.paths import BUILD, ROOT
from tests.bench.webhooks import EVENT
from tests.e2e.world import Merchant, World, an_order

_LOCUST = ROOT / ".bench" / "bin" / "locust"
_HERE = Path(__file__).parent
_SHOWN_EVERY_SECONDS = 5.0

Sender = dict[str, Any]
Note = Callable[[str], None]


def ordering(merchant: Merchant, a_second: float) -> Sender:
    return {
        "kind": "order",
        "tenant_id": merchant.tenant_id,
        "api_key": merchant.api_key,
        "order": an_order(quantity=1),
        "a_second": a_second,
    }


def telling(merchant: Merchant, order_id: str, intent_id: str, a_second: float) -> Sender:
    """Webhooks about a paid order."""
    return {
        "kind": "webhook",
        "tenant_id": merchant.tenant_id,
        "secret": merchant.signing_secret,
        "intent_id": intent_id,
        "metadata": {"tenant_id": merchant.tenant_id, "order_id": order_id},
        "charge": {"amount": 2100, "currency": "usd", "status": "succeeded"},
        "api_version": EVENT["api_version"],
        "a_second": a_second,
    }


class Stage:
    """One run of Locust; `file` is what it noted."""

    def __init__(self, world: World, name: str, senders: list[Sender], seconds: int) -> None:
        self._world, self._name, self._seconds = world, name, seconds
        folder = BUILD / "load" / "stages"
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / f"{name}.sent.jsonl"
        self.file.write_text("")
        self._plan = folder / f"{name}.json"
        self._users = len(senders)
        plan = {
            "name": name,
            "api_url": world.details.api_url,
            "senders": senders,
            "sent": str(self.file),
        }
        self._plan.write_text(json.dumps(plan))

    def run(self, note: Note, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Sends until the time is over; `meanwhile` is called every few seconds."""
        command = [_LOCUST, "--headless", "--only-summary", "-f", _HERE / "locustfile.py"]
        users = ["-u", str(self._users), "-r", str(self._users), "-t", f"{self._seconds}s"]
        process = subprocess.Popen(
            [*map(str, command), *users, "--stop-timeout", "30"],
            env=os.environ | {"LOAD_STAGE": str(self._plan), "PYTHONPATH": str(ROOT)},
            stdout=self._plan.with_suffix(".log").open("w"),
            stderr=subprocess.STDOUT,
        )
        begun = time.monotonic()
        while process.poll() is None:
            note(f"{self._name}: {time.monotonic() - begun:.0f} of {self._seconds} s, {self.state}")
            meanwhile()
            time.sleep(_SHOWN_EVERY_SECONDS)

    @property
    def state(self) -> str:
        lines = self.file.read_text().count("\n")
        waiting = sum(
            self._world.messages_in(self._world.details.outputs[name])
            for name in ("InboundQueueUrl", "WorkflowQueueUrl")
        )
        return f"{lines} answered, {waiting} messages waiting"


def drained(world: World, seconds: float, note: Note, *, done: Callable[[], bool]) -> float:
    """Seconds until the queues are empty and `done`; ends without it when time is over."""
    begun = time.monotonic()
    names = ("InboundQueueUrl", "WorkflowQueueUrl")
    while time.monotonic() - begun < seconds:
        waiting = sum(world.messages_in(world.details.outputs[name]) for name in names)
        if not waiting and done():
            break
        note(f"draining: {waiting} messages waiting")
        time.sleep(_SHOWN_EVERY_SECONDS)
    return time.monotonic() - begun
