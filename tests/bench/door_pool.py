"""Several environments of the door, as Lambda keeps warm under load: one request each at a time."""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.bench.door import door
from tests.bench.lambda_process import LambdaProcess
from tests.bench.webhooks import api_gateway_event

_OK = 200


class Arrival(NamedTuple):
    """One webhook of a tenant, `at` seconds from the beginning."""

    at: float
    tenant_id: str


def arrivals(rng: Random, tenant_id: str, a_second: float, seconds: float) -> Iterator[Arrival]:
    """As independent senders make them: exponential gaps."""
    at = rng.expovariate(a_second)
    while at < seconds:
        yield Arrival(at, tenant_id)
        at += rng.expovariate(a_second)


class DoorPool:
    """Arrivals are handed over when they are due, whether or not earlier ones are answered."""

    def __init__(self, processes: Sequence[LambdaProcess]) -> None:
        self._processes = processes

    def waits(
        self, due: Iterable[Arrival], *, begun: Callable[[], None] = lambda: None
    ) -> dict[str, list[float]]:
        """Seconds from arrival to acknowledgement, by tenant; an arrival may wait for its turn.

        `begun` is called when all is made and the time runs.
        """
        made = [(each, api_gateway_event(each.tenant_id)) for each in sorted(due)]
        handed: queue.SimpleQueue[tuple[str, float, bytes] | None] = queue.SimpleQueue()
        taken: queue.SimpleQueue[tuple[str, float]] = queue.SimpleQueue()

        def serve(process: LambdaProcess) -> None:
            while asked := handed.get():
                tenant_id, since, event = asked
                answer, _ = process.invoke(event)
                if answer.document["statusCode"] != _OK:
                    raise RuntimeError(f"not acknowledged: {answer.document}")
                taken.put((tenant_id, answer.at - since))

        threads = [threading.Thread(target=serve, args=(each,)) for each in self._processes]
        for thread in threads:
            thread.start()
        begun()
        beginning = time.perf_counter()
        for each, event in made:
            time.sleep(max(0.0, beginning + each.at - time.perf_counter()))
            handed.put((each.tenant_id, time.perf_counter(), event))
        for _ in threads:
            handed.put(None)
        for thread in threads:
            thread.join()
        return _by_tenant(taken, len(made))


def _by_tenant(taken: queue.SimpleQueue[tuple[str, float]], number: int) -> dict[str, list[float]]:
    if taken.qsize() != number:
        raise RuntimeError(f"{number} arrived, {taken.qsize()} were acknowledged")
    found: dict[str, list[float]] = {}
    for _ in range(number):
        tenant_id, wait = taken.get()
        found.setdefault(tenant_id, []).append(wait)
    return found


@contextmanager
def door_pool(aws_url: str, layer_folders: list[Path], size: int) -> Iterator[DoorPool]:
    with ExitStack() as stack:
        started = [stack.enter_context(door(aws_url, layer_folders)) for _ in range(size)]
        yield DoorPool(started)
