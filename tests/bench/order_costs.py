"""What one order asks of AWS, counted on the deployed stack while it is placed, paid and shipped.

Functions' calls pass a recording proxy; durations and logs are what the functions' log groups
hold. The emulator's durations are this machine's, so the GB-seconds are, too.
"""

import os
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from itertools import chain
from statistics import median
from typing import Any

from infra.stages import prod
from orderloom_cli.cost.per_order import FLOOR, NAIVE
from orderloom_cli.cost.prices import MILLION
from orderloom_cli.cost.quantities import Quantities
from orderloom_cli.local import LocalEnvironment
from tests.bench.order_life import EVENTFUL_WAY, USUAL_WAY, live, warm
from tests.e2e.wire import Call, Wire
from tests.e2e.world import Merchant, World
from tests.integration.consumption import Units, consumed

PHASES = ("placing", "paying", "tracking")
_REPORT = re.compile(r"REPORT RequestId.*?Duration: ([\d.]+) ms.*?Memory Size: (\d+) MB", re.DOTALL)
_LOG_OVERHEAD = 26
"""Bytes that CloudWatch bills for every event beside its text."""
_TRACED = 0.01
"""Of requests, beyond one a second (infra/constructs/trace_sampling.py)."""
_SETTLED_SECONDS = 3.0


def measure(orders: int, note: Callable[[str], None]) -> dict[str, Any]:
    """Quantities of each of `orders`, one after the other, in a warm stack."""
    wire = Wire()
    note("deploying the stack to the emulator")
    try:
        with LocalEnvironment("bench", wire=wire.start) as environment:
            world = World(environment.details)
            with _as_owner(environment.details.aws_environment()):
                merchant = world.merchant()
                warm(world, merchant)
                found = [_counted(world, merchant, wire, note) for _ in range(orders)]
                eventful = _counted(world, merchant, wire, note, EVENTFUL_WAY)
    finally:
        wire.stop()
    moved = eventful["phases"]["tracking"].write_units
    return {**_document(found), "write_units_if_every_scan_moves_it": moved}


def _document(found: list[dict[str, Any]]) -> dict[str, Any]:
    phases = {name: _median([each["phases"][name] for each in found]) for name in PHASES}
    compared = {"ours": sum(phases.values(), Quantities()), "naive": NAIVE, "floor": FLOOR}
    return {
        "orders": len(found),
        "per_order": {name: asdict(each) for name, each in compared.items()},
        "per_phase": {name: asdict(each) for name, each in phases.items()},
        "usd_per_million_orders": {
            name: _per_million(each.usd()) for name, each in compared.items()
        },
        "bills_per_million_orders": {
            name: {service: _per_million(usd) for service, usd in each.bill().items()}
            for name, each in compared.items()
        },
        **{name: each for name, each in found[0].items() if name != "phases"},
    }


def _median(counted: list[Quantities]) -> Quantities:
    names = [field.name for field in fields(Quantities)]
    return Quantities(**{name: median(getattr(each, name) for each in counted) for name in names})


def _per_million(usd: float) -> float:
    return round(usd * MILLION, 2)


@dataclass(frozen=True)
class Phase:
    """What one stretch of an order's life asked of AWS."""

    name: str
    calls: list[Call]
    logged: list[tuple[str, str]]
    units: dict[str, Units]

    @property
    def reports(self) -> list[tuple[str, re.Match[str]]]:
        return [(name, match) for name, line in self.logged if (match := _REPORT.search(line))]

    @property
    def invocations(self) -> Counter[str]:
        return Counter(name for name, _ in self.reports)


def _units(calls: list[Call]) -> dict[str, Units]:
    """By the size of what is stored by now: asked for before the order goes on."""
    return consumed([(_name(call), call.body) for call in calls if _is_of_table(call)])


def _counted(
    world: World,
    merchant: Merchant,
    wire: Wire,
    note: Callable[[str], None],
    scans: tuple[str, ...] = USUAL_WAY,
) -> dict[str, Any]:
    note("counting what an order asks of AWS")
    way, phases = live(world, merchant, scans), []
    while True:
        since = int(time.time() * 1000)
        with wire.recording() as calls:
            reached = next(way, None)
            time.sleep(_SETTLED_SECONDS)  # the relay's last batches
        if reached is None:
            break
        name, order_id = reached
        phases.append(Phase(name, calls, list(_logged(world, since)), _units(calls)))
    states = world.states_entered(order_id)
    quantities = dict.fromkeys(PHASES, Quantities())
    for phase in phases:
        quantities[phase.name] += _quantities(phase)
    quantities["placing"] = replace(quantities["placing"], transitions=len(states))
    return {
        "phases": quantities,
        "states": states,
        "invocations": dict(sum((phase.invocations for phase in phases), Counter[str]())),
        "units_by_partition": _by_kind(phases),
        "aws_calls": dict(Counter(_operation(call) for phase in phases for call in phase.calls)),
    }


def _quantities(phase: Phase) -> Quantities:
    requests = phase.invocations["ingest_webhook"] + phase.invocations["merchant_api"]
    units = phase.units.values()
    return Quantities(
        api_requests=requests,
        invocations=len(phase.reports),
        gigabyte_seconds=sum(_gigabyte_seconds(match) for _, match in phase.reports),
        # Each message is sent, received and deleted.
        queue_requests=3 * sum(_messages(call) for call in phase.calls),
        write_units=sum(unit.writes for unit in units),
        read_units=sum(unit.reads for unit in units),
        log_kilobytes=sum(len(line.encode()) + _LOG_OVERHEAD for _, line in phase.logged) / 1000,
        traces=_TRACED * requests,
        objects_written=sum(call.operation.startswith("PUT /") for call in phase.calls),
        key_requests=sum(call.operation.startswith("TrentService.") for call in phase.calls),
    )


def _operation(call: Call) -> str:
    return call.operation.split("/")[0].strip()


def _is_of_table(call: Call) -> bool:
    return call.operation.startswith("DynamoDB.")


def _name(call: Call) -> str:
    return call.operation.partition(".")[2]


def _messages(call: Call) -> int:
    match call.operation:
        case "AmazonSQS.SendMessage":
            return 1
        case "AmazonSQS.SendMessageBatch":
            return len(call.body["Entries"])
        case _:
            return 0


def _gigabyte_seconds(report: re.Match[str]) -> float:
    """Of one invocation, at the memory the production stage gives it."""
    return float(report[1]) / 1000 * prod().memory_mib / 1024


def _by_kind(phases: list[Phase]) -> dict[str, dict[str, float]]:
    """By what a tenant's partition holds: `T#<tenant>#<kind>#…`."""
    found: defaultdict[str, dict[str, float]] = defaultdict(lambda: {"writes": 0, "reads": 0})
    for partition, unit in chain.from_iterable(phase.units.items() for phase in phases):
        kind = partition.split("#")[2] if partition.startswith("T#") else "platform"
        found[kind]["writes"] += unit.writes
        found[kind]["reads"] += unit.reads
    return dict(found)


def _logged(world: World, since: int) -> Iterator[tuple[str, str]]:
    """Function and line of everything the functions logged."""
    logs = world.client("logs")
    for group in logs.describe_log_groups()["logGroups"]:
        name = _function_of(group["logGroupName"])
        token: dict[str, str] = {}
        while True:
            page = logs.filter_log_events(
                logGroupName=group["logGroupName"], startTime=since, **token
            )
            yield from ((name, event["message"]) for event in page["events"])
            if not page.get("nextToken"):
                break
            token = {"nextToken": page["nextToken"]}


def _function_of(log_group: str) -> str:
    """`/aws/…/IngestWebhookLogs8BA3…` is of `ingest_webhook`; others keep their names."""
    found = re.search(r"/([A-Za-z]+)Logs[0-9A-F]{8}$", log_group)
    return re.sub(r"(?<!^)([A-Z])", r"_\1", found[1]).lower() if found else log_group


@contextmanager
def _as_owner(variables: dict[str, str]) -> Iterator[None]:
    """`consumed` asks with boto3's own client how large items are."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
