"""What is repeated to the letter comes back from its item to the letter."""

from dataclasses import replace

from orderloom.adapters.dynamodb.label_purchase_records import LabelPurchaseRecord
from orderloom.adapters.dynamodb.label_purchases import fields_of, purchase_of
from orderloom.adapters.dynamodb.record import record_of
from orderloom.domain.label_purchase import LabelPurchase
from orderloom.domain.parcel import LabelFormat, Parcel
from orderloom.ports.carrier import Rate
from orderloom.services.label_attempt import Choice, as_tried, attempt_after
from orderloom.services.shop_rates import Offer

from tests.builders.shipments import a_shipment

OFFER = Offer("usps", Rate("r1", "usps", "ground", 500, "USD", 6))
OTHERS = [
    Offer("usps", Rate("r2", "usps", "priority", 900, "USD", 2)),
    Offer("dhl.second", Rate("r3", "dhl", "express", 2900, "EUR", None)),
]
CHOICE = Choice([OFFER], [OFFER, *OTHERS], {"ups": "status 503"}, "cheapest")


def kept(attempt: LabelPurchase) -> LabelPurchase:
    written = LabelPurchaseRecord("pk", "sk", expires_at=1, **fields_of(attempt))
    return purchase_of(record_of(LabelPurchaseRecord, written.serialize()))


def test_all_of_an_attempt_is_kept() -> None:
    shipment = replace(
        a_shipment(),
        parcels=(Parcel(700, 100, 200, 300), Parcel(550)),
        label_format=LabelFormat.ZPL,
    )
    attempt = attempt_after(None, "ord_1", shipment, OFFER, CHOICE)
    assert kept(attempt) == attempt
    assert fields_of(attempt)["alternatives"][0].keys() == {
        *("rate_id", "service", "amount", "delivery_days"),
    }
    assert as_tried(a_shipment(), kept(attempt)) == shipment


def test_an_attempt_of_before_is_repeated_as_it_would_be_made_now() -> None:
    attempt = attempt_after(None, "ord_1", a_shipment(), OFFER, CHOICE)
    before = attempt.model_copy(update={"handover": None})
    assert as_tried(a_shipment(), kept(before)) == a_shipment()
