"""What is counted of an order, and what that costs."""

from collections import defaultdict
from dataclasses import asdict, dataclass

from orderloom_cli.cost.prices import MILLION, PRICES


@dataclass(frozen=True, kw_only=True)
class Quantities:
    """Billable operations; names as in `PRICES`. Units as AWS bills them, so rounded up."""

    api_requests: float = 0
    invocations: float = 0
    gigabyte_seconds: float = 0
    queue_requests: float = 0
    transitions: float = 0
    write_units: float = 0
    read_units: float = 0
    log_kilobytes: float = 0
    traces: float = 0
    objects_written: float = 0
    key_requests: float = 0

    def __add__(self, other: "Quantities") -> "Quantities":
        mine, theirs = asdict(self), asdict(other)
        return Quantities(**{name: mine[name] + theirs[name] for name in mine})

    def times(self, factor: float) -> "Quantities":
        return Quantities(**{name: value * factor for name, value in asdict(self).items()})

    def bill(self) -> dict[str, float]:
        """USD by service."""
        found: defaultdict[str, float] = defaultdict(float)
        for name, quantity in asdict(self).items():
            price = PRICES[name]
            found[price.service] += quantity * price.usd / MILLION
        return dict(found)

    def usd(self) -> float:
        return sum(self.bill().values())
