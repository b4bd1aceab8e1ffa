"""What acknowledging a webhook costs: ours and the peers', in turns, over the same payloads."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.bench.aws_echo import AwsEcho
from tests.bench.door import door, environment_of, layers, noop_folder
from tests.bench.lambda_process import LambdaProcess
from tests.bench.peer_servers import Peer, Peers
from tests.bench.statistics import ratio, spread
from tests.bench.webhooks import api_gateway_event, webhook

OURS, NOOP, DJSTRIPE, FASTAPI = "ours", "no-op", "dj-stripe", "FastAPI"
_WARM_UP = 40


@dataclass(frozen=True)
class Turn:
    """Milliseconds for each webhook: processor time of server and database, and wall time."""

    cpu: float
    database_cpu: float
    wall: float

    @property
    def all_cpu(self) -> float:
        return self.cpu + self.database_cpu


Contender = Callable[[int], Turn]


@contextmanager
def contenders(peers: Peers) -> Iterator[tuple[dict[str, Contender], AwsEcho]]:
    """Each started and warm, to be asked for so many acknowledgements."""
    with ExitStack() as stack:
        echo = AwsEcho()
        stack.callback(echo.close)
        ours = stack.enter_context(door(echo.url, layers()))
        folder = stack.enter_context(noop_folder())
        noop = stack.enter_context(LambdaProcess(folder, environment=environment_of("noop")))
        found: dict[str, Contender] = {
            OURS: lambda number: _of_function(ours, number),
            NOOP: lambda number: _of_function(noop, number),
            DJSTRIPE: lambda number: _of_peer(peers.django, number),
            FASTAPI: lambda number: _of_peer(peers.fastapi, number),
        }
        for contender in found.values():
            contender(_WARM_UP)
        yield found, echo


def measure(rounds: int, number: int, note: Callable[[str], None]) -> dict[str, Any]:
    """`rounds` in turns of `number` webhooks each (a quarter of them for dj-stripe)."""
    turns: defaultdict[str, list[Turn]] = defaultdict(list)
    peers = Peers()
    try:
        with contenders(peers) as (found, echo):
            del echo.calls[:]
            for turn in range(rounds):
                note(f"acknowledging: round {turn + 1} of {rounds}")
                for name, contender in found.items():
                    turns[name].append(contender(number // 4 if name == DJSTRIPE else number))
            calls = len(echo.calls) / (rounds * number)
        version = peers.postgres.version
    finally:
        peers.close()
    return {"postgres": version, "ack_aws_calls": calls, **_document(turns)}


def _document(turns: dict[str, list[Turn]]) -> dict[str, Any]:
    cpu = {name: [turn.all_cpu for turn in made] for name, made in turns.items()}
    wall = {name: [turn.wall for turn in made] for name, made in turns.items()}
    return {
        "contenders": {
            name: {
                "cpu_ms": spread([turn.cpu for turn in made]).document(),
                "database_cpu_ms": spread([turn.database_cpu for turn in made]).document(),
                "wall_ms": spread(wall[name]).document(),
            }
            for name, made in turns.items()
        },
        "cpu_over_ours": {
            name: ratio(cpu[name], cpu[OURS]).document() for name in (DJSTRIPE, FASTAPI)
        },
        "wall_over_ours": {
            name: ratio(wall[name], wall[OURS]).document() for name in (DJSTRIPE, FASTAPI)
        },
    }


def _of_function(process: LambdaProcess, number: int) -> Turn:
    events = [api_gateway_event() for _ in range(number)]
    before = process.cpu_seconds()
    walls = [process.invoke(event)[1] for event in events]
    cpu = process.cpu_seconds() - before
    return Turn(1000 * cpu / number, 0, 1000 * median(walls))


def _of_peer(peer: Peer, number: int) -> Turn:
    made = [webhook() for _ in range(number)]
    before = peer.cpu_seconds()
    walls = [peer.post(body, headers) for body, headers in made]
    time.sleep(0.05)  # what the server still does after its answer is its work, too
    after = peer.cpu_seconds()
    server, database = (later - earlier for later, earlier in zip(after, before, strict=True))
    return Turn(1000 * server / number, 1000 * database / number, 1000 * median(walls))
