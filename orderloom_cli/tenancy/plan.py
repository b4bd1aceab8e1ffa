"""What a move would take, found out without changing anything."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from orderloom_cli.tenancy.items import Sum
from orderloom_cli.tenancy.moves import Pace
from orderloom_cli.tenancy.passes import Passes
from orderloom_cli.tenancy.ports import Directory, ItemStore

_USD_PER_READ_UNIT = 0.125e-6
_USD_PER_WRITE_UNIT = 0.625e-6
"""On demand, us-east-1, 2025; see docs/decisions/0012."""
_BYTES_PER_READ_UNIT = 4096
_BYTES_PER_WRITE_UNIT = 1024
_EVENTUAL, _CONSISTENT = 2, 2
"""Scans of each table: copying and closing; the final pass and the verification."""
_TRANSACTION = 2
"""Writes in transactions cost twice as much."""


@dataclass(frozen=True)
class Plan:
    """Of tenants that share source and target. Bytes, seconds, US dollars (all estimates)."""

    source: str
    target: str
    tenants: dict[str, Sum]
    scanned_bytes: int
    scan_seconds: float
    usd: float
    freeze_seconds: float
    total_seconds: float

    def document(self) -> dict[str, Any]:
        tenants = {
            name: {"items": total.count, "bytes": total.size, "sha256": total.sha256}
            for name, total in self.tenants.items()
        }
        return {**asdict(self), "tenants": tenants}


def planned(
    store: ItemStore,
    directory: Directory,
    pace: Pace,
    tenants: Sequence[str],
    target: str,
    clock: Callable[[], float] = time.monotonic,
) -> list[Plan]:
    """One plan for each source."""
    by_source: dict[str, list[str]] = defaultdict(list)
    for tenant_id in tenants:
        by_source[directory.find(tenant_id).home].append(tenant_id)
    plans = []
    for source, movers in by_source.items():
        began = clock()
        sums = Passes(store).sums(source, movers)
        seconds = clock() - began
        sizes = store.size(source), store.size(target)
        plans.append(_plan(source, target, sums, seconds, sizes, pace))
    return plans


def _plan(
    source: str,
    target: str,
    sums: dict[str, Sum],
    seconds: float,
    sizes: tuple[int, int],
    pace: Pace,
) -> Plan:
    scanned = sum(sizes)
    units = scanned / _BYTES_PER_READ_UNIT
    reads = units * (_EVENTUAL * 0.5 + _CONSISTENT) + 2 * sizes[0] / _BYTES_PER_READ_UNIT
    written = sum(total.count + total.size / _BYTES_PER_WRITE_UNIT for total in sums.values())
    writes = 2 * _TRANSACTION * written  # into the target, and away from the source
    # A pass goes through both tables; the source's scan was timed.
    a_pass = seconds * (1 + (sizes[1] / sizes[0] if sizes[0] else 1))
    waits = 2 * (pace.profile_cache + pace.function_timeout) + 3 * pace.grace
    return Plan(
        source=source,
        target=target,
        tenants=sums,
        scanned_bytes=scanned,
        scan_seconds=seconds,
        usd=reads * _USD_PER_READ_UNIT + writes * _USD_PER_WRITE_UNIT,
        freeze_seconds=pace.function_timeout + pace.grace + 2 * a_pass,
        total_seconds=waits + (_EVENTUAL + _CONSISTENT) * a_pass + 2 * seconds,
    )
