"""Each class of record: how long it stays, and why those stay that never expire."""

import importlib
import pkgutil
from datetime import timedelta

import pytest
from orderloom.adapters import dynamodb
from orderloom.adapters.dynamodb import (
    call_budget,
    departures,
    drains,
    label_purchases,
    parcels,
    quotes,
    rates,
    secret_hits,
    sweep_ledger,
    unclaimed,
    waiting_mapping,
)
from orderloom.adapters.dynamodb.order_mapping import new_order_record
from orderloom.adapters.dynamodb.record import Record
from orderloom.domain.order import DEFAULT_RETENTION_DAYS
from orderloom.domain.states import Lifecycle, StockState
from orderloom.services.quote_rates import GOOD_FOR

from tests.builders.orders import an_order

for module in pkgutil.iter_modules(dynamodb.__path__):
    importlib.import_module(f"{dynamodb.__name__}.{module.name}")
RECORDS = {record.__name__: record for record in Record.__subclasses__()}

EXPIRE = {
    "AccessTokenRecord": timedelta(hours=1),  # or as long as the provider says
    "CallBudgetRecord": call_budget.KEPT,
    "CircuitRecord": timedelta(hours=1),  # Powertools' own
    "ContentionRecord": rates.KEPT,
    "DrainRecord": drains.KEPT,
    "IdempotencyRecord": waiting_mapping.REMEMBERED_FOR,
    "LabelPurchaseRecord": label_purchases.KEPT,
    "MissedEventRecord": sweep_ledger.KEPT,
    "OrderRecord": timedelta(days=DEFAULT_RETENTION_DAYS),
    "ParcelRecord": parcels.KEPT,
    "ParkedRecord": waiting_mapping.PARKED_FOR,
    "QuoteRecord": quotes.KEPT + GOOD_FOR,
    "RateRecord": rates.KEPT,
    "ReferenceRecord": departures.FOUND_FOR,
    "SecretHitsRecord": secret_hits.KEPT,
    "SweepHourRecord": sweep_ledger.KEPT,
    "UnclaimedRecord": unclaimed.KEPT,
}
"""After it was written; a head once its order has ended, a reference once that is archived."""

ARCHIVED_WITH_THE_HEAD = {
    *("PlacedRecord", "EventRecord", "LedgerRecord", "OperationRecord", "TokenRecord"),
}
ONE_FOR_EACH_TENANT_SKU_OR_KEY = {
    *("TenantRecord", "ConnectionRecord", "ApiKeyRecord", "WatermarkRecord"),
    "AccountRouteRecord",
    "ShippingSwitchRecord",  # of which there is one
    *("ProductRecord", "StockRecord", "StockBooksRecord", "SweepStateRecord"),
}
ONE_FOR_EACH_DAYS_PAYOUT = {"PayoutMatchRecord"}
"""Accountants ask for years."""


def test_every_class_of_record_has_an_end_or_a_reason() -> None:
    classes = [*EXPIRE, *ARCHIVED_WITH_THE_HEAD, *ONE_FOR_EACH_TENANT_SKU_OR_KEY]
    classes += ONE_FOR_EACH_DAYS_PAYOUT
    assert sorted(classes) == sorted(RECORDS)


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_who_expires_says_when(name: str) -> None:
    assert ("expires_at" in RECORDS[name].get_attributes()) is (name in EXPIRE)


def test_the_times_are_those_that_are_promised() -> None:
    days = {name: kept / timedelta(days=1) for name, kept in EXPIRE.items()}
    assert days == {
        "AccessTokenRecord": 1 / 24,
        "CallBudgetRecord": 1,
        "CircuitRecord": 1 / 24,
        "ContentionRecord": 1 / 24,
        "DrainRecord": 30,
        "IdempotencyRecord": 1,
        "LabelPurchaseRecord": 400,
        "MissedEventRecord": 30,
        "OrderRecord": 90,
        "ParcelRecord": 150,
        "ParkedRecord": 30,
        "QuoteRecord": 1 + 1 / 96,
        "RateRecord": 1 / 24,
        "ReferenceRecord": 540,
        "SecretHitsRecord": 90,
        "SweepHourRecord": 30,
        "UnclaimedRecord": 400,
    }


def test_a_head_expires_only_once_its_order_has_ended() -> None:
    order = an_order()
    assert new_order_record(order, 4).expires_at is None
    over = {"lifecycle": Lifecycle.CLOSED, "saga_running": False, "stock": StockState.RELEASED}
    ended = order.model_copy(update=over)
    due = order.updated_at + EXPIRE["OrderRecord"]
    assert new_order_record(ended, 4).expires_at == int(due.timestamp())
