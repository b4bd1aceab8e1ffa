"""UPS as one of the simulator's providers."""

from simulator.carriers.provider import CarrierProvider
from simulator.kernel import Kernel
from simulator.ups.router import UpsRouter
from simulator.ups.tracking import MILESTONES
from simulator.ups.webhooks import UpsDesk


def ups_provider(kernel: Kernel) -> CarrierProvider:
    desk = UpsDesk(kernel.deliverer, kernel.deliverer.sink)
    return CarrierProvider(UpsRouter(kernel), MILESTONES, desk)
