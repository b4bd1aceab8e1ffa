"""Units by partition, second for second."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from orderloom_cli.capacity.touch import Family, Touch

WRITE_LIMIT = 1000
READ_LIMIT = 3000
"""Units a second that DynamoDB serves from one physical partition. A partition key is taken for
one whole physical partition: splitting does not help a single item."""


@dataclass(frozen=True)
class Hottest:
    """A partition at its busiest second."""

    partition: str = "none"
    units: float = 0


@dataclass
class Rates:
    """One kind of unit in one family: every partition in every second it was asked for."""

    seen: "array[float]" = field(default_factory=lambda: array("f"))
    hottest: Hottest = Hottest()
    total: float = 0

    def add(self, partition: str, units: float) -> None:
        if units:
            self.seen.append(units)
            self.total += units
            if units > self.hottest.units:
                self.hottest = Hottest(partition, units)

    def percentile(self, share: float) -> float:
        """Of the partitions that were asked at all; `share` of 1 is the maximum."""
        if not self.seen:
            return 0
        ordered = sorted(self.seen)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass
class FamilyRates:
    writes: Rates = field(default_factory=Rates)
    reads: Rates = field(default_factory=Rates)
    partitions: int = 0


class Tally:
    """`add` what one second asks for, then `close` the second."""

    def __init__(self) -> None:
        self.families: dict[Family, FamilyRates] = {family: FamilyRates() for family in Family}
        self._second: dict[str, list[float]] = {}
        self._family_of: dict[str, Family] = {}

    def add(self, touches: Iterable[Touch], times: float = 1) -> None:
        for family, partition, writes, reads in touches:
            units = self._second.get(partition)
            if units is None:
                self._second[partition] = [writes * times, reads * times]
                self._family_of[partition] = family
            else:
                units[0] += writes * times
                units[1] += reads * times

    def close(self) -> None:
        for partition, (writes, reads) in self._second.items():
            rates = self.families[self._family_of[partition]]
            rates.writes.add(partition, writes)
            rates.reads.add(partition, reads)
            rates.partitions += 1
        self._second.clear()
        self._family_of.clear()

    @property
    def most_written(self) -> Hottest:
        found = (rates.writes.hottest for rates in self.families.values())
        return max(found, key=lambda hottest: hottest.units)

    @property
    def most_read(self) -> Hottest:
        found = (rates.reads.hottest for rates in self.families.values())
        return max(found, key=lambda hottest: hottest.units)
