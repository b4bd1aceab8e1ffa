"""Erasing one customer's personal data from a tenant's orders, with proof of it.

Amounts, products and times stay: they are the merchant's books. Repeating it is harmless: an
order's PLACED record, which names the customer, is redacted last.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from orderloom.adapters.dynamodb.order_mapping import order_of
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.adapters.dynamodb.record import record_of
from orderloom.domain.status import OrderStatus, status_of

from orderloom_cli.errors import BusyError, CliError
from orderloom_cli.exit_codes import ExitCode
from orderloom_cli.tenancy.export import kind_of
from orderloom_cli.tenancy.items import Item, canonical, key_of
from orderloom_cli.tenancy.ports import Directory, ItemStore
from orderloom_cli.tenancy.redaction import redact

_TERMINAL: Final = {OrderStatus.CANCELLED, OrderStatus.DELIVERED, OrderStatus.RETURNED}


class Labels(Protocol):
    """Label documents: they show the address."""

    def keys(self, tenant_id: str, order_id: str) -> list[str]: ...

    def delete(self, keys: Sequence[str]) -> None: ...


class Redaction(Protocol):
    """Replaces items where they are."""

    def replace(self, tenant_id: str, home: str, items: Sequence[Item]) -> None:
        """All or none. Raises BusyError: the tenant moves, or has moved from `home`."""


class OpenOrdersError(CliError):
    """Orders that are not over need the address."""

    exit_code = ExitCode.REFUSED
    kind = "open-orders"

    def __init__(self, orders: Sequence[str]) -> None:
        super().__init__(f"not over yet: {', '.join(orders)}; nothing was erased")
        self.orders = list(orders)

    def details(self) -> dict[str, Any]:
        return {"orders": self.orders}


@dataclass
class CustomerErasure:
    """`email` is compared without regard to case and surrounding space."""

    store: ItemStore
    directory: Directory
    labels: Labels
    redaction: Redaction

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
        proof = {each: self._proof(tenant_id, each, items) for each, items in orders.items()}
        if not dry_run:
            for order_id, items in orders.items():
                self.labels.delete(proof[order_id]["labels"])
                self._redact(tenant_id, whereabouts.home, items)
        return signed(
            {
                "tenant_id": tenant_id,
                "customer_sha256": hashlib.sha256(_normal(email).encode()).hexdigest(),
                "at": at.isoformat(),
                "dry_run": dry_run,
                "items": dict(_counts(orders.values())),
                "labels": sum(len(each["labels"]) for each in proof.values()),
                "orders": proof,
                "found_afterwards": self._left(tenant_id, whereabouts.home, email, orders),
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

    def _proof(self, tenant_id: str, order_id: str, items: Sequence[Item]) -> dict[str, Any]:
        return {
            "labels": self.labels.keys(tenant_id, order_id),
            "sha256_before": {each["SK"]["S"]: _sha256(each) for each in _personal(items)},
        }

    def _redact(self, tenant_id: str, home: str, items: Sequence[Item]) -> None:
        redacted = [redact(each) for each in _personal(items)]
        last = [each for each in redacted if each["SK"]["S"] == "PLACED"]
        first = [each for each in redacted if each["SK"]["S"] != "PLACED"]
        for each in (*first, *last):
            self.redaction.replace(tenant_id, home, [each])

    def _left(
        self, tenant_id: str, home: str, email: str, erased: dict[str, list[Item]]
    ) -> dict[str, int]:
        """What another look finds: zeros, unless it was a dry run."""
        labels = sum(len(self.labels.keys(tenant_id, order_id)) for order_id in erased)
        placed = [each for each in self._walk(tenant_id, home) if _is_of(each, email)]
        texts = [
            each
            for each in self._walk(tenant_id, home)
            if each["PK"]["S"].rsplit("#", 1)[-1] in erased and redact(each) != each
        ]
        return {"orders": len(placed), "items": len(texts), "labels": labels}


def signed(report: dict[str, Any]) -> dict[str, Any]:
    """With the SHA-256 of its own canonical JSON: a later change shows."""
    text = json.dumps(report, sort_keys=True, separators=(",", ":"))
    return {**report, "report_sha256": hashlib.sha256(text.encode()).hexdigest()}


def _personal(items: Iterable[Item]) -> list[Item]:
    return [each for each in items if redact(each) != each]


def is_over(items: Sequence[Item]) -> bool:
    """An order (with its head among `items`) that nothing will happen to any more."""
    head = next((each for each in items if each["SK"]["S"] == "ORDER"), None)
    if head is None:
        return False
    order = order_of(record_of(OrderRecord, head))
    return status_of(order) in _TERMINAL and order.attention is None and not order.saga_running


def _is_of(item: Item, email: str) -> bool:
    customer = item.get("customer", {}).get("M", {})
    return _normal(customer.get("email", {}).get("S", "")) == _normal(email)


def _normal(email: str) -> str:
    return email.strip().casefold()


def _sha256(item: Item) -> str:
    return hashlib.sha256(canonical(item).encode()).hexdigest()


def _counts(orders: Iterable[Sequence[Item]]) -> Counter[str]:
    return Counter(kind_of(key_of(each)) for items in orders for each in _personal(items))
