"""A carrier, for one tenant's account.

Units are ours: grams, millimetres, minor units of a currency, UTC. Adapters convert.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime

from orderloom.domain.ordered import Address
from orderloom.domain.parcel import LabelFormat, Parcel
from orderloom.domain.states import FulfilmentState

__all__ = ["Carrier", "Content", "Label", "LabelFormat", "Parcel", "Rate", "Scan", "Shipment"]


@dataclass(frozen=True)
class Content:
    """What is inside, for customs; `unit_value` in minor units of the shipment's currency."""

    description: str
    quantity: int
    unit_value: int
    unit_weight_grams: int


@dataclass(frozen=True)
class Shipment:
    """What goes from one address to another in one or more parcels.

    Attributes:
        contents: what the parcels hold between them.
        currency: of the order, and of `contents`.
        operation_key: names the purchase: a label bought under it is found again by it.
        ship_at: when the carrier gets it.
    """

    ship_from: Address
    ship_to: Address
    parcels: tuple[Parcel, ...]
    contents: tuple[Content, ...]
    currency: str
    operation_key: str
    ship_at: datetime
    label_format: LabelFormat = LabelFormat.PDF

    @property
    def weight_grams(self) -> int:
        return sum(parcel.weight_grams for parcel in self.parcels)

    @property
    def crosses_border(self) -> bool:
        return self.ship_from.country != self.ship_to.country


@dataclass(frozen=True)
class Rate:
    """An offer; `amount` in minor units of `currency`.

    Attributes:
        rate_id: the adapter's own word for the offer; `buy` understands it.
        carrier: who carries it (`ups`), also where an aggregator sells it.
        delivery_days: from the handing over, where the carrier says.
    """

    rate_id: str
    carrier: str
    service: str
    amount: int
    currency: str
    delivery_days: int | None


@dataclass(frozen=True)
class Label:
    """A bought label; `cost` in minor units of `currency`.

    Attributes:
        label_id: the adapter's own word for it; `void` understands it.
        tracking_number: of the shipment; of its first parcel where each has its own.
        parcels: tracking numbers of all parcels, where they have their own.
        parcel_labels: the ids of their labels, where these are several: each is voided by itself.
        document: the document, where the carrier hands it over with the purchase.
        document_url: where it can be fetched, where not.
    """

    label_id: str
    tracking_number: str
    carrier: str
    service: str
    cost: int
    currency: str
    parcels: tuple[str, ...] = ()
    parcel_labels: tuple[str, ...] = ()
    document: bytes | None = field(default=None, repr=False)
    document_url: str = field(default="", repr=False)


@dataclass(frozen=True)
class Scan:
    """A line of a parcel's way; `state` is None where it says nothing of it."""

    state: FulfilmentState | None
    occurred_at: datetime
    description: str
    code: str = ""
    """The carrier's own."""


class Carrier(ABC):
    """Every method raises ProviderUnavailable (RateLimited too) or ProviderRefused.

    What a carrier cannot do at all raises Unsupported, a refusal: it becomes a person's task.
    """

    name: str
    one_parcel_a_label = False
    """Whether several parcels need as many labels."""

    repeats_safely = False
    """Whether `buy`, repeated with the same shipment and rate, gives the same label."""

    @abstractmethod
    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
        """Offers, in no particular order; empty if the lane is not served.

        Raises ShipmentUnfit too: an address or a parcel this carrier cannot take.
        """

    @abstractmethod
    def find_label(self, operation_key: str) -> Label | None:
        """The label bought earlier under this operation, if any (and not voided).

        Without a currency (and a service) where the carrier does not say what it cost.
        Raises Unsupported: this carrier cannot tell.
        """

    @abstractmethod
    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        """Buy a label for all parcels.

        On ProviderUnavailable it may have been bought: ask `find_label` before buying again, or
        repeat it where that is safe.
        """

    @abstractmethod
    def document(self, label: Label) -> bytes:
        """The label's document, in the format it was bought in."""

    @abstractmethod
    def void(self, label_id: str) -> None:
        """Cancel a label; voiding a voided one succeeds. ProviderRefused: it stays valid."""

    @abstractmethod
    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:
        """All scans, oldest first; empty for a number the carrier has not seen yet."""
