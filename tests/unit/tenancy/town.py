"""Two tenants in the pooled table, an empty isolated one, and runs that move them."""

from typing import Any

from orderloom.domain.placement import POOLED

from orderloom_cli.tenancy.claims import Claims
from orderloom_cli.tenancy.items import Item, Sum, key_of, owner_of
from orderloom_cli.tenancy.mover import Mover
from orderloom_cli.tenancy.moves import Pace
from tests.fakes.tenancy import FakeDirectory, FakeItems, Fatal
from tests.unit.cli.fakes import FakeTimer

PACE = Pace(profile_cache=60, function_timeout=30)
SILO = "silo-a"


def item(tenant: str, name: str, **attributes: Any) -> Item:
    return {"PK": {"S": f"T#{tenant}#ORD#{name}"}, "SK": {"S": "ORDER"}, **attributes}


class Town:
    def __init__(self) -> None:
        self.directory = FakeDirectory({"acme": POOLED, "beta": POOLED})
        pooled = [item(t, f"ord_{n}", n={"N": str(n)}) for t in ("acme", "beta") for n in range(5)]
        pooled += [{"PK": {"S": f"T#{t}#META"}, "SK": {"S": "PROFILE"}} for t in ("acme", "beta")]
        tables = {POOLED: {key_of(each): each for each in pooled}, SILO: {}, "silo-b": {}}
        self.items = FakeItems(self.directory, tables)
        self.timer = FakeTimer()
        self.runs = 0

    def of(self, tenant: str, home: str) -> Sum:
        """What the tenant has in a table, its profile left out."""
        table = self.items.tables[home]
        return Sum.of(
            each
            for key, each in table.items()
            if owner_of(key) == tenant and not key.pk.endswith("META")
        )

    def write(self, home: str, *items: Item) -> None:
        self.items.tables[home] |= {key_of(each): each for each in items}

    def remove(self, home: str, *items: Item) -> None:
        for each in items:
            del self.items.tables[home][key_of(each)]

    def move(
        self,
        *tenants: str,
        to: str = SILO,
        resume: bool = False,
        killed_at: int = 0,
        after: bool = False,
        pace: Pace = PACE,
    ) -> dict[str, Sum]:
        """One run, killed at so many calls of its ports (0: not at all)."""
        self.runs += 1
        budget = [killed_at]
        directory: Any = Fatal(self.directory, budget, after=after)
        items: Any = Fatal(self.items, budget, after=after)
        claims = Claims(directory, pace, owner=f"run-{self.runs}", move_id=f"mov-{self.runs}")
        begin = claims.resume if resume else claims.begin
        mover = Mover(items, directory, self.timer, pace, segments=1)
        return mover.run(begin(tenants, to, self.timer.now()))

    def let_lease_lapse(self) -> None:
        self.timer.sleep(PACE.lease + 1)
