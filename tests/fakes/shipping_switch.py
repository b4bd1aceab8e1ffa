"""The switch over all merchants' shipping, in memory."""

from orderloom.domain.shipping import ShippingMode
from orderloom.ports.shipping_switch import ShippingSwitch


class FakeShippingSwitch(ShippingSwitch):
    def __init__(self, mode: ShippingMode = ShippingMode.AUTOMATIC) -> None:
        self._mode = mode

    def mode(self) -> ShippingMode:
        return self._mode

    def set(self, mode: ShippingMode) -> None:
        self._mode = mode
