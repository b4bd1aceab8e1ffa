"""What every provider shares: time, ids, faults, delivery."""

import random
from dataclasses import dataclass

from simulator.clock import Clock
from simulator.delivery import Deliverer
from simulator.faults import FaultBook
from simulator.gate import Gate
from simulator.ids import IdFactory
from simulator.sink import Sink


@dataclass(frozen=True)
class Kernel:
    """The provider-neutral services handed to each provider."""

    clock: Clock
    ids: IdFactory
    faults: FaultBook
    gate: Gate
    deliverer: Deliverer


def build_kernel(clock: Clock, rng: random.Random, sink: Sink, retry_scale: float) -> Kernel:
    """Wires the shared services; `retry_scale` multiplies every retry delay."""
    faults = FaultBook(rng)
    return Kernel(
        clock=clock,
        ids=IdFactory(rng),
        faults=faults,
        gate=Gate(faults, clock),
        deliverer=Deliverer(clock=clock, sink=sink, faults=faults, retry_scale=retry_scale),
    )
