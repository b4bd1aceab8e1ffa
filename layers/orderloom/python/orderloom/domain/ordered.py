"""What was ordered, by whom, and where it goes: never changes."""

from datetime import datetime

from pydantic import Field

from orderloom.domain.model import DomainModel


class Address(DomainModel):
    """A postal address; `country` is ISO 3166-1 alpha-2."""

    name: str = Field(repr=False)
    line1: str = Field(repr=False)
    line2: str | None = Field(default=None, repr=False)
    city: str
    state: str | None = None
    postal_code: str | None = None
    country: str
    phone: str | None = Field(default=None, repr=False)


class Customer(DomainModel):
    """The shopper."""

    email: str = Field(repr=False)
    name: str = Field(repr=False)


class Line(DomainModel):
    """A line of an order; `unit_price` in minor units, `unit_weight_grams` in grams."""

    sku: str
    name: str
    quantity: int
    unit_price: int
    unit_weight_grams: int

    @property
    def weight_grams(self) -> int:
        return self.quantity * self.unit_weight_grams


class HostedPage(DomainModel):
    """Where the provider's own payment page sends the shopper afterwards."""

    success_url: str
    cancel_url: str | None = None


class Placed(DomainModel):
    """What was ordered: never changes, and is the first entry of the order's timeline."""

    order_id: str
    tenant_id: str
    placed_at: datetime
    reference: str | None
    customer: Customer
    ship_to: Address
    lines: tuple[Line, ...]
    shards: dict[str, int]
    """Stock counters of each SKU when the order was placed (they only ever grow)."""
    page: HostedPage | None = None

    @property
    def weight_grams(self) -> int:
        return sum(line.weight_grams for line in self.lines)

    @property
    def wanted(self) -> dict[str, int]:
        """Units by SKU over all lines."""
        units: dict[str, int] = {}
        for line in self.lines:
            units[line.sku] = units.get(line.sku, 0) + line.quantity
        return units
