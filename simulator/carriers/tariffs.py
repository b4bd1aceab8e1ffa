"""Made-up prices that depend on weight and on whether a border is crossed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """Prices in cents; what a customer has negotiated is a fifth less than the list."""

    code: str
    name: str
    base_cents: int
    cents_per_kilogram: int
    days: int
    crosses_borders: bool

    def list_cents(self, kilograms: float) -> int:
        return self.base_cents + round(self.cents_per_kilogram * kilograms)

    def cents(self, kilograms: float) -> int:
        return self.list_cents(kilograms) * 4 // 5


def money(cents: int) -> float:
    """As carriers write it in JSON: two decimals survive as a float."""
    return cents / 100


def offered(services: tuple[Service, ...], *, crosses: bool) -> tuple[Service, ...]:
    return tuple(one for one in services if one.crosses_borders is crosses)
