"""What a run leaves behind, as anybody outside could read it; nothing of orderloom is imported.

Items of the table are named as docs/data-model.md names them, in plain values (numbers are whole,
documents are dicts and lists). Amounts are minor units.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Item = Mapping[str, Any]
Books = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A tenant, its accounts at the providers, and what came into its stock, by SKU."""

    tenant_id: str
    stripe: str
    shipstation: str
    stocked: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Placement:
    """An order a merchant asked for.

    `order_id`: None if nobody ever told. `ends`: how its story may end.
    """

    tenant_id: str
    key: str
    order_id: str | None
    ends: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """One that was answered with a 2xx."""

    provider: str
    account: str
    event_id: str
    event_type: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """`executions`: the state of each saga execution, by name. `left_over`: dead letters that no
    replay got rid of. `offences`: keys of other tenants that were asked for or given."""

    items: tuple[Item, ...] = ()
    books: Mapping[str, Mapping[str, Books]] = field(default_factory=dict)
    shops: tuple[Shop, ...] = ()
    placements: tuple[Placement, ...] = ()
    webhooks: tuple[Webhook, ...] = ()
    executions: Mapping[str, str] = field(default_factory=dict)
    left_over: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()

    @cached_property
    def shop_of(self) -> dict[str, Shop]:
        return {shop.tenant_id: shop for shop in self.shops}

    @cached_property
    def _by_partition(self) -> dict[str, dict[str, Item]]:
        found: dict[str, dict[str, Item]] = {}
        for item in self.items:
            found.setdefault(item["PK"], {})[item["SK"]] = item
        return found

    def partition(self, name: str) -> dict[str, Item]:
        return self._by_partition.get(name, {})

    def partitions(self, prefix: str) -> Iterator[tuple[str, dict[str, Item]]]:
        return (
            (name, found) for name, found in self._by_partition.items() if name.startswith(prefix)
        )

    def orders(self) -> "Iterator[OrderFile]":
        """Every order that lies in a table, asked for or not."""
        for name, found in self._by_partition.items():
            if "#ORD#" in name:
                tenant_id, order_id = name.removeprefix("T#").split("#ORD#")
                yield OrderFile(tenant_id, order_id, found)

    def account(self, provider: str, account: str) -> Books:
        """A provider's own record; an account it never saw is empty."""
        return self.books.get(provider, {}).get(account, {})


@dataclass(frozen=True)
class OrderFile:
    """The partition of one order."""

    tenant_id: str
    order_id: str
    items: Mapping[str, Item]

    @property
    def head(self) -> Item:
        return self.items.get("ORDER", {})

    @property
    def payment(self) -> Item:
        payment: Item = self.head.get("payment", {})
        return payment

    @property
    def events(self) -> list[Item]:
        """The timeline without its first entry, which is PLACED.

        Of an event that is also among the scans the head keeps, the scan tells.
        """
        scans = self.scans
        own = [item for sort, item in self.items.items() if sort.startswith("EVENT#")]
        kept = {_name(scan) for scan in scans}
        return [*(item for item in own if _name(item) not in kept), *scans]

    @property
    def scans(self) -> list[Item]:
        """Those the head keeps, as events; of the first, parcel and carrier are the order's."""
        account = str(self.head.get("fulfilment", {}).get("account", ""))
        found: list[Item] = []
        provider = account.partition(".")[0]
        for scan in self.head.get("scans", ()):
            provider = scan.get("p", provider)
            source = {"provider": provider, "event_id": scan.get("i") or scan["d"]}
            found.append(
                {"type": "shipment.updated", "version": scan["v"], "provider_event": source}
            )
        return found

    @property
    def ledger(self) -> list[Item]:
        return [item for sort, item in self.items.items() if sort.startswith("LEDGER#")]

    @property
    def end(self) -> str:
        """How it stands: `cancelled`, `task: <kind>`, or where parcel and money are."""
        if self.head.get("attention"):
            return f"task: {self.head['attention']['kind']}"
        lifecycle = self.head.get("lifecycle", "open")
        if lifecycle != "open":
            return "cancelled" if lifecycle == "closed" else "cancelling"
        parcel = str(self.head.get("fulfilment", {}).get("state", "none"))
        return parcel if parcel != "none" else f"payment {self.payment.get('state', 'none')}"


def _name(event: Item) -> tuple[str, str] | None:
    source = event.get("provider_event")
    return (source["provider"], source["event_id"]) if source else None


@dataclass(frozen=True)
class Violation:
    """A promise that was broken, for which order, and what was seen."""

    rule: str
    tenant_id: str
    order_id: str
    seen: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.tenant_id} {self.order_id}: {self.seen}"
