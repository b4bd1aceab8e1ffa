"""DHL Express as one of the simulator's providers."""

from simulator.carriers.provider import CarrierProvider
from simulator.dhl.router import DhlRouter
from simulator.dhl.shipments import MILESTONES
from simulator.kernel import Kernel


def dhl_provider(kernel: Kernel) -> CarrierProvider:
    return CarrierProvider(DhlRouter(kernel), MILESTONES)
