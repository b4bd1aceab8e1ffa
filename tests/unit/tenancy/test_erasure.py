"""Who is erased, who is refused, and what stays."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from orderloom.adapters.dynamodb.order_mapping import event_record, new_order_record, placed_record
from orderloom.domain.ordered import Customer
from orderloom.domain.placement import POOLED
from orderloom.domain.states import Lifecycle

from orderloom_cli.errors import BusyError
from orderloom_cli.tenancy.erasure import (
    CustomerErasure,
    Labels,
    Redaction,
    signed,
)
from orderloom_cli.tenancy.items import Item
from orderloom_cli.tenancy.open_orders import OpenOrdersError
from tests.builders.orders import a_placed, an_order
from tests.builders.transitions import a_kept_scan, a_transition
from tests.fakes.tenancy import FakeTenantArchive, Fatal, Killed
from tests.unit.tenancy.town import Town

NOW = datetime(2026, 1, 2, tzinfo=UTC)
EMAIL = "ada@example.com"
SIGNED = a_kept_scan(description="Signed by A. BYRON")


class Bin(Labels):
    def __init__(self) -> None:
        self.held = ["labels/acme/ord_ada/1.pdf", "labels/acme/ord_bob/1.pdf"]

    def keys(self, tenant_id: str, order_id: str) -> list[str]:
        return [key for key in self.held if key.startswith(f"labels/{tenant_id}/{order_id}/")]

    def delete(self, keys: Sequence[str]) -> None:
        self.held = [key for key in self.held if key not in keys]


class Replacing(Redaction):
    def __init__(self, town: Town) -> None:
        self._town = town

    def replace(self, tenant_id: str, home: str, items: Sequence[Item]) -> None:
        assert tenant_id == "acme"
        self._town.write(home, *items)


class Case:
    def __init__(self) -> None:
        self.town, self.labels, self.archive = Town(), Bin(), FakeTenantArchive()
        self.town.items.tables[POOLED].clear()
        self.order("ord_ada", EMAIL)
        self.order("ord_bob", "bob@example.com")

    def order(self, order_id: str, email: str, lifecycle: Lifecycle = Lifecycle.CLOSED) -> None:
        order = an_order(tenant_id="acme", order_id=order_id).model_copy(
            update={"lifecycle": lifecycle, "saga_running": False}
        )
        customer = Customer(email=email, name="Ada Byron")
        order = order.model_copy(update={"scans": (SIGNED,)})
        told = a_transition(order, data={"description": "Signed by A. BYRON", "amount": 1})
        records = [
            new_order_record(order, 1),
            placed_record(a_placed(order).model_copy(update={"customer": customer}), 1),
            event_record(told.event),
        ]
        self.town.write(POOLED, *(record.to_dynamodb_dict() for record in records))

    def erase(self, **options: bool) -> dict[str, object]:
        town = self.town
        erasure = CustomerErasure(
            town.items, town.directory, self.labels, Replacing(town), self.archive
        )
        return erasure("acme", " Ada@EXAMPLE.com", at=NOW, **options)

    def text(self) -> str:
        return str(self.town.items.tables[POOLED])


def test_only_the_named_customer_is_erased() -> None:
    case = Case()
    proof = case.erase()
    assert list(proof["orders"]) == ["ord_ada"]  # type: ignore[call-overload]  # a document
    assert set(proof["found_afterwards"].values()) == {0}  # type: ignore[attr-defined]
    assert EMAIL not in case.text()
    assert "bob@example.com" in case.text()
    assert case.labels.held == ["labels/acme/ord_bob/1.pdf"]
    body = {name: value for name, value in proof.items() if name != "report_sha256"}
    assert signed(body) == proof


def test_a_dry_run_finds_all_and_erases_nothing() -> None:
    case = Case()
    before = case.text()
    proof = case.erase(dry_run=True)
    found = {"orders": 1, "items": 3, "labels": 1, "archived": 0, "archived_versions": 0}
    assert proof["found_afterwards"] == found
    assert case.text() == before


@pytest.mark.parametrize("lifecycle", [Lifecycle.OPEN, Lifecycle.CLOSING])
def test_one_open_order_keeps_all(lifecycle: Lifecycle) -> None:
    case = Case()
    case.order("ord_open", EMAIL, lifecycle)
    before = case.text()
    with pytest.raises(OpenOrdersError) as refusal:
        case.erase()
    assert refusal.value.orders == ["ord_open"]
    assert case.text() == before


def test_an_erasure_cut_short_finds_the_rest_when_repeated() -> None:
    for calls in range(1, 12):
        case = Case()
        cut = Fatal(Replacing(case.town), [calls], after=True)
        town = case.town
        erasure = CustomerErasure(town.items, town.directory, case.labels, cut, case.archive)
        try:
            erasure("acme", EMAIL, at=NOW)
        except Killed:
            case.erase()
        assert EMAIL not in case.text()
        assert case.text().count("Signed by") == 2  # what Bob's says
        assert case.labels.keys("acme", "ord_ada") == []


def test_a_moving_tenant_is_not_erased_from() -> None:
    case = Case()
    with pytest.raises(Killed):
        case.town.move("acme", killed_at=8)
    with pytest.raises(BusyError):
        case.erase()
