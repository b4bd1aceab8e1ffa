"""A carrier, for one tenant's account."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from orderloom.domain.order import Address


@dataclass(frozen=True)
class Shipment:
    """One parcel to send; weight in grams.

    `operation_key` names the purchase: a label bought under it is found again by it.
    """

    ship_from: Address
    ship_to: Address
    weight_grams: int
    currency: str
    operation_key: str


@dataclass(frozen=True)
class Rate:
    """An offer; `amount` in minor units of `currency`."""

    rate_id: str
    carrier: str
    service: str
    amount: int
    currency: str
    delivery_days: int | None


@dataclass(frozen=True)
class Label:
    """A bought label; `cost` in minor units of `currency`."""

    label_id: str
    tracking_number: str
    carrier: str
    service: str
    cost: int
    currency: str
    document_url: str = field(repr=False)


class Carrier(ABC):
    """Every method raises ProviderUnavailable or ProviderRefused."""

    name: str

    @abstractmethod
    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
        """Offers for a parcel, in no particular order; empty if the lane is not served."""

    @abstractmethod
    def find_label(self, operation_key: str) -> Label | None:
        """The label bought earlier under this operation, if any (and not voided)."""

    @abstractmethod
    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        """Buy a label. On ProviderUnavailable ask `find_label` before buying again."""

    @abstractmethod
    def document(self, label: Label) -> bytes:
        """The label's PDF."""

    @abstractmethod
    def void(self, label_id: str) -> None:
        """Cancel a label; voiding a voided one succeeds. ProviderRefused: it stays valid."""
