"""A backlog, brought in through the door's own function under the real runtime client.

Past the emulator's HTTP API, which takes twenty webhooks a second: ten thousand would need nine
minutes there. The queue is the deployed one.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from infra.paths import FUNCTIONS
from orderloom_cli.local.emulator import root_environment
from tests.bench.deployed import deployed_functions
from tests.bench.door import layers
from tests.bench.lambda_process import LambdaProcess
from tests.bench.webhooks import api_gateway_event_of
from tests.e2e.world import World
from tests.load.charges import charge_event, signed
from tests.load.records import Sent

_SHOWN_EVERY_SECONDS = 5.0
_DOORS = 2
_OK = 200


class Pouring:
    """So many webhooks about a merchant's paid orders, as fast as the doors take them."""

    def __init__(self, world: World, senders: Sequence[dict[str, Any]], number: int) -> None:
        self._world, self._number = world, number
        self._events = self._made(senders)
        self._lock = threading.Lock()
        self._sent: set[str] = set()
        self._taken: set[str] = set()

    def run(self, note: Callable[[str], None]) -> Sent:
        threads = [threading.Thread(target=self._pour) for _ in range(_DOORS)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            note(f"backlog: {len(self._taken)} of {self._number} acknowledged")
            time.sleep(_SHOWN_EVERY_SECONDS)
        return Sent(frozenset(self._sent), frozenset(self._taken))

    def _pour(self) -> None:
        environment = deployed_functions(self._world)["ingest_webhook"].variables
        with LambdaProcess(
            FUNCTIONS / "ingest_webhook",
            layers=layers(),
            environment=environment | root_environment(self._world.details.emulator_url),
        ) as door:
            while event := self._next():
                event_id, asked = event
                self._sent.add(event_id)
                answer, _ = door.invoke(asked)
                if answer.document["statusCode"] == _OK:
                    self._taken.add(event_id)

    def _next(self) -> tuple[str, bytes] | None:
        with self._lock:
            return next(self._events, None)

    def _made(self, senders: Sequence[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
        """Of each order in turn."""
        for number in range(self._number):
            sender = senders[number % len(senders)]
            event_id = f"evt_backlog{number:08}"
            body, headers = signed(sender, charge_event(sender, event_id))
            yield event_id, api_gateway_event_of(sender["tenant_id"], body, headers)
