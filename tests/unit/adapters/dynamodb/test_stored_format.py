"""What equals its default is not stored, so the defaults are part of the stored format.

A test that fails here says: orders in the table would change their meaning. Do not change the
expectation; store the old default explicitly, or migrate.
"""

from datetime import UTC, datetime, timedelta, timezone

from orderloom.adapters.dynamodb.order_mapping import order_changes
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.adapters.dynamodb.stored import moment, plain, stored
from orderloom.domain.authorisation import (
    Authorisation,
    CaptureMode,
    CaptureState,
    OrderCapture,
)
from orderloom.domain.catalogue import Allocation
from orderloom.domain.facts import EventSource
from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.model import DomainModel
from orderloom.domain.money import DisputeState, OrderDispute, OrderRefund
from orderloom.domain.order import Fulfilment, Order, Payment
from orderloom.domain.states import FulfilmentState, Lifecycle, PaymentState, StockState
from pydantic_core import PydanticUndefined

from tests.builders.orders import a_payment, an_order
from tests.fakes.clock import MOMENT


def defaults(model: type[DomainModel]) -> dict[str, object]:
    """Those that are not None."""
    return {
        name: field.default
        for name, field in model.model_fields.items()
        if field.default not in (None, PydanticUndefined)
    }


def test_the_defaults_an_order_relies_on() -> None:
    assert defaults(Order) == {
        "retention_days": 90,
        "fulfilment_grace_seconds": 0,
        "lifecycle": Lifecycle.OPEN,
        "stock": StockState.NONE,
        "allocations": (),
        "fulfilment": Fulfilment(),
        "saga_attempt": 1,
        "saga_running": True,
        "disputes": (),
        "scans": (),
    }
    assert defaults(Payment) == {
        "state": PaymentState.NONE,
        "capture": CaptureMode.AUTOMATIC,
        "hosted": False,
        "captured": 0,
        "fee": 0,
        "refunded": 0,
        "mismatches": (),
        "refunds": (),
        "refunds_told": 0,
        "failed_attempts": 0,
        "failed_payment_ids": (),
    }
    assert defaults(Fulfilment) == {
        "state": FulfilmentState.NONE,
        "parcels": (),
        "silence_told": False,
    }
    assert defaults(OrderRefund) == {"answered": False}
    assert defaults(OrderDispute) == {
        "state": DisputeState.REPORTED,
        "withdrawn": 0,
        "reinstated": 0,
    }
    assert defaults(Authorisation) == {"ended": False}
    assert defaults(OrderCapture) == {"state": CaptureState.REQUESTED}
    assert defaults(LedgerEntry) == {}
    assert defaults(EventSource) == {"replayed": False, "swept": False}
    assert defaults(Allocation) == {}


def test_moments_are_utc_with_microseconds_whatever_they_were() -> None:
    whole = datetime(2025, 3, 14, 9, 0, 0, tzinfo=UTC)
    assert moment(whole) == "2025-03-14T09:00:00.000000Z"
    assert moment(whole.astimezone(timezone(timedelta(hours=5)))) == moment(whole)


def test_documents_hold_plain_values_only() -> None:
    value = {"at": MOMENT, "state": Lifecycle.OPEN, "units": ({"n": 1},), "none": None}
    found = plain(value)
    assert found == {
        "at": "2025-03-14T09:26:53.589793Z",
        "state": "open",
        "units": [{"n": 1}],
        "none": None,
    }
    assert type(found["state"]) is str


def test_every_field_of_an_order_has_its_attribute() -> None:
    of_the_table = {"PK", "SK", "OLPK", "OLSK", "ATPK", "ATSK", "expires_at", "restored"}
    assert OrderRecord.get_attributes().keys() - of_the_table == Order.model_fields.keys()


def test_a_commit_sets_or_removes_whatever_can_change() -> None:
    can_change = {
        *("version", "updated_at", "lifecycle", "close_reason", "stock", "allocations"),
        *(
            "payment",
            "fulfilment",
            "saga_attempt",
            "saga_running",
            "scans",
            "disputes",
            "attention",
        ),
        *("ATPK", "ATSK", "expires_at"),
    }
    changes = order_changes(an_order())
    assert {str(change.values[0]) for change in changes} == can_change


def test_stored_leaves_out_what_equals_its_default() -> None:
    assert stored(a_payment()) == {"max_attempts": 1}
    assert stored(a_payment(captured=1)) == {"captured": 1, "max_attempts": 1}
