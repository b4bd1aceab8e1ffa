"""UPS as one of the simulator's providers."""

from simulator.carriers.provider import CarrierProvider
from simulator.kernel import Kernel
from simulator.ups.router import UpsRouter
from simulator.ups.tracking import MILESTONES


def ups_provider(kernel: Kernel) -> CarrierProvider:
    return CarrierProvider(UpsRouter(kernel), MILESTONES)
