"""FedEx as one of the simulator's providers."""

from simulator.carriers.provider import CarrierProvider
from simulator.fedex.router import FedexRouter
from simulator.fedex.shipments import MILESTONES
from simulator.fedex.webhooks import FedexDesk
from simulator.kernel import Kernel


def fedex_provider(kernel: Kernel) -> CarrierProvider:
    return CarrierProvider(FedexRouter(kernel), MILESTONES, FedexDesk(kernel.deliverer))
