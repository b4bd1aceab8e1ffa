"""Erasing one customer's personal data from a tenant's orders, with proof of it.

Amounts, products and times stay: they are the merchant's books. Repeating it is harmless: an
order's PLACED record, which names the customer, is redacted last.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from orderloom_cli.errors import BusyError
from orderloom_cli.tenancy.archive import Archive, ArchivedObject
from orderloom_cli.tenancy.export import kind_of
from orderloom_cli.tenancy.items import Item, canonical, key_of
from orderloom_cli.tenancy.open_orders import OpenOrdersError, is_over
from orderloom_cli.tenancy.ports import Directory, ItemStore
from orderloom_cli.tenancy.redaction import redact, redact_archived


class Labels(Protocol):
    """Label documents: they show the address."""

    def keys(self, tenant_id: str, order_id: str) -> list[str]: ...

    def delete(self, keys: Sequence[str]) -> None: ...


class Redaction(Protocol):
    """Replaces items where they are."""

    def replace(self, tenant_id: str, home: str, items: Sequence[Item]) -> None:
        """All or none. Raises BusyError: the tenant moves, or has moved from `home`."""


@dataclass
class CustomerErasure:
    """`email` is compared without regard to case and surrounding space.

    `settle()` outwaits whoever read an archived order before it was redacted, and could write
    what was read: into the table, or into the archive again.
    """

    store: ItemStore
    directory: Directory
    labels: Labels
    redaction: Redaction
    archive: Archive
    settle: Callable[[], None] = lambda: None

    def __call__(
        self, tenant_id: str, email: str, *, at: datetime, dry_run: bool = False
    ) -> dict[str, Any]:
        """The report. Raises OpenOrdersError, BusyError, NoSuchThingError."""
        whereabouts = self.directory.find(tenant_id)
        if whereabouts.move is not None:
            raise BusyError(f"{tenant_id} is being moved; erase when it has arrived")
        orders = self._orders_of(tenant_id, whereabouts.home, email)
        if still_open := sorted(each for each, items in orders.items() if not is_over(items)):
            raise OpenOrdersError(still_open)
        # After the table: what leaves it meanwhile is found here, or was found there.
        archived = {each.archived.order.order_id: each for each in self._kept(tenant_id, email)}
        proof = {
            each: self._proof(tenant_id, each, orders.get(each, []), archived.get(each))
            for each in sorted({*orders, *archived})
        }
        versions = 0
        if not dry_run:
            for order_id, known in proof.items():
                self.labels.delete(known["labels"])
                self._redact(tenant_id, whereabouts.home, orders.get(order_id, []))
            versions = self._redact_archived(tenant_id, archived.values())
        return signed(
            {
                "tenant_id": tenant_id,
                "customer_sha256": hashlib.sha256(_normal(email).encode()).hexdigest(),
                "at": at.isoformat(),
                "dry_run": dry_run,
                "items": dict(_counts(orders.values())),
                "archived": len(archived),
                "archived_versions_deleted": versions,
                "labels": sum(len(each["labels"]) for each in proof.values()),
                "orders": proof,
                "found_afterwards": self._left(tenant_id, whereabouts.home, email, proof),
            }
        )

    def _orders_of(self, tenant_id: str, home: str, email: str) -> dict[str, list[Item]]:
        """The customer's orders with all items of each: two walks, so as to keep only theirs."""
        placed = {
            each["PK"]["S"]
            for each in self._walk(tenant_id, home)
            if each["SK"]["S"] == "PLACED" and _is_of(each, email)
        }
        found: dict[str, list[Item]] = defaultdict(list)
        for each in self._walk(tenant_id, home) if placed else ():
            if each["PK"]["S"] in placed:
                found[each["PK"]["S"].rsplit("#", 1)[-1]].append(each)
        return dict(found)

    def _walk(self, tenant_id: str, home: str) -> Iterable[Item]:
        for page in self.store.pages(home, [tenant_id], segment=(0, 1), consistent=True):
            yield from page

    def _kept(self, tenant_id: str, email: str) -> Iterable[ArchivedObject]:
        """The customer's orders in the archive."""
        for each in self.archive.objects(tenant_id):
            if _normal(each.archived.placed.customer.email) == _normal(email):
                yield each

    def _proof(
        self,
        tenant_id: str,
        order_id: str,
        items: Sequence[Item],
        archived: ArchivedObject | None,
    ) -> dict[str, Any]:
        sums = {each["SK"]["S"]: _sha256(each) for each in _personal(items)}
        if archived is not None:
            sums[archived.key] = archived.sha256
        return {"labels": self.labels.keys(tenant_id, order_id), "sha256_before": sums}

    def _redact(self, tenant_id: str, home: str, items: Sequence[Item]) -> None:
        redacted = [redact(each) for each in _personal(items)]
        last = [each for each in redacted if each["SK"]["S"] == "PLACED"]
        first = [each for each in redacted if each["SK"]["S"] != "PLACED"]
        for each in (*first, *last):
            self.redaction.replace(tenant_id, home, [each])

    def _redact_archived(self, tenant_id: str, archived: Collection[ArchivedObject]) -> int:
        """How many older versions went with it: a run cut short before that left some, too."""
        for each in archived:
            self.archive.put(each.key, redact_archived(each.archived))
        if archived:
            self.settle()
        return self.archive.remove(tenant_id, older=True)

    def _left(self, tenant_id: str, home: str, email: str, erased: Iterable[str]) -> dict[str, int]:
        """What another look finds: zeros, unless it was a dry run."""
        labels = sum(len(self.labels.keys(tenant_id, order_id)) for order_id in erased)
        placed = [each for each in self._walk(tenant_id, home) if _is_of(each, email)]
        texts = [
            each
            for each in self._walk(tenant_id, home)
            if each["PK"]["S"].rsplit("#", 1)[-1] in erased and redact(each) != each
        ]
        return {
            "orders": len(placed),
            "items": len(texts),
            "labels": labels,
            "archived": sum(1 for _ in self._kept(tenant_id, email)),
            "archived_versions": self.archive.versions(tenant_id, older=True),
        }


def signed(report: dict[str, Any]) -> dict[str, Any]:
    """With the SHA-256 of its own canonical JSON: a later change shows."""
    text = json.dumps(report, sort_keys=True, separators=(",", ":"))
    return {**report, "report_sha256": hashlib.sha256(text.encode()).hexdigest()}


def _personal(items: Iterable[Item]) -> list[Item]:
    return [each for each in items if redact(each) != each]


def _is_of(item: Item, email: str) -> bool:
    customer = item.get("customer", {}).get("M", {})
    return _normal(customer.get("email", {}).get("S", "")) == _normal(email)


def _normal(email: str) -> str:
    return email.strip().casefold()


def _sha256(item: Item) -> str:
    return hashlib.sha256(canonical(item).encode()).hexdigest()


def _counts(orders: Iterable[Sequence[Item]]) -> Counter[str]:
    return Counter(kind_of(key_of(each)) for items in orders for each in _personal(items))
