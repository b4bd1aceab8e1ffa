"""Whether labels are bought at all: one switch over all merchants."""

from abc import ABC, abstractmethod

from orderloom.domain.shipping import ShippingMode


class ShippingSwitch(ABC):
    """For the day on which buying labels does more harm than good."""

    @abstractmethod
    def mode(self) -> ShippingMode:
        """As it was at most some seconds ago; AUTOMATIC until somebody sets it."""

    @abstractmethod
    def set(self, mode: ShippingMode) -> None:
        """For all merchants, from now on."""
