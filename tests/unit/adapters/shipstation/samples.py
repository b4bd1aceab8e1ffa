"""A parcel, an offer and a label as ShipStation writes them, and a carrier on a script."""

from orderloom.adapters.carrier_means import Told
from orderloom.adapters.shipstation.carrier import ShipStationCarrier
from orderloom.domain.ordered import Address
from orderloom.ports.carrier import Content, Label, Parcel, Rate, Shipment

from tests.fakes.clock import MOMENT, FakeClock
from tests.unit.adapters.scripted import Scripted

HERE = Address(name="Ada", line1="1 Quay", city="Oslo", postal_code="0150", country="NO")
THERE = Address(name="Bob", line1="2 St", city="Austin", state="TX", country="US", phone="+1 5")
SHIPMENT = Shipment(
    ship_from=HERE,
    ship_to=THERE,
    parcels=(Parcel(1250),),
    contents=(Content("Mug", 2, 1500, 625),),
    currency="USD",
    operation_key="ord_1:label",
    ship_at=MOMENT,
)
RATE = Rate("se-7", "ups", "ups_ground", 905, "USD", 4)
NOT_FOUND = (404, {"request_id": "r", "errors": [{"error_code": "invalid_identifier"}]})


def money(amount: float, currency: str = "usd") -> dict[str, object]:
    return {"currency": currency, "amount": amount}


def offer(amount: float = 9.05, currency: str = "usd", **extra: object) -> dict[str, object]:
    nothing = money(0, currency)
    return {
        "rate_id": "se-7",
        "carrier_code": "ups",
        "service_code": "ups_ground",
        "shipping_amount": money(amount, currency),
        "insurance_amount": nothing,
        "confirmation_amount": nothing,
        "other_amount": nothing,
        "delivery_days": 4,
        "validation_status": "valid",
        "error_messages": [],
        **extra,
    }


def label(**extra: object) -> dict[str, object]:
    return {
        "label_id": "se-9",
        "status": "completed",
        "tracking_number": "1Z1",
        "carrier_code": "ups",
        "service_code": "ups_ground",
        "shipment_cost": money(9.05),
        "insurance_cost": money(0),
        "voided": False,
        "label_download": {"pdf": "http://ship.test/v2/downloads/9.pdf"},
        **extra,
    }


BOUGHT = Label(
    "se-9",
    "1Z1",
    "ups",
    "ups_ground",
    905,
    "USD",
    document_url="http://ship.test/v2/downloads/9.pdf",
)


def carrier(
    *answers: object, content_type: str = "application/json"
) -> tuple[ShipStationCarrier, Scripted]:
    wire = Scripted(list(answers), content_type)
    made = ShipStationCarrier(
        api_key="key-1",
        carrier_ids=("se-1",),
        told=Told(FakeClock()),
        base_url="http://ship.test/v2",
        session=wire.session(),
    )
    return made, wire


def rated(
    *offers: object, status: str = "completed", errors: object = ()
) -> tuple[int, dict[str, object]]:
    return 200, {"rate_response": {"rates": offers, "status": status, "errors": errors}}
