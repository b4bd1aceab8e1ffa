"""A parcel, an offer and a label as Shiprocket writes them, and a carrier on a script."""

from datetime import timedelta

from orderloom.adapters.shiprocket.carrier import ShiprocketCarrier
from orderloom.adapters.shiprocket.http import ShiprocketAccount
from orderloom.domain.ordered import Address
from orderloom.ports.access_tokens import AccessToken
from orderloom.ports.carrier import Content, Label, Parcel, Rate, Shipment

from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import MOMENT, FakeClock
from tests.unit.adapters.scripted import Scripted

HERE = Address(
    name="Acme", line1="1 Mill Rd", city="Delhi", state="Delhi", postal_code="110001", country="IN"
)
THERE = Address(
    name="Asha Rao",
    line1="2 Temple Street",
    line2="Floor 3",
    city="Bengaluru",
    state="Karnataka",
    postal_code="560 034",
    country="IN",
    phone="+91 98765-43210",
)
KEY = "ord_1:label"
SHIPMENT = Shipment(
    ship_from=HERE,
    ship_to=THERE,
    parcels=(Parcel(1250, length_mm=301, width_mm=200, height_mm=100),),
    contents=(Content("Mug", 2, 74950, 625),),
    currency="INR",
    operation_key=KEY,
    ship_at=MOMENT,
)
RATE = Rate("142", "amazon_surface", "Amazon Surface", 4550, "INR", 4)
BOUGHT = Label("202:3210", "3210", "amazon_surface", "Amazon Surface", 4550, "INR")
PDF_URL = "https://labels.example/202.pdf"
NO_ORDER: tuple[int, object] = (200, {"data": [], "meta": {}})
MADE = (200, {"order_id": 101, "shipment_id": 202, "status": "NEW", "status_code": 1})
ASSIGNED = (
    200,
    {"awb_assign_status": 1, "response": {"data": {"awb_code": "3210", "courier_company_id": 142}}},
)
CANCELLING = (200, {"message": "Bulk Shipment cancellation is in progress."})


def courier(**changes: object) -> dict[str, object]:
    document = {
        "courier_company_id": 142,
        "courier_name": "Amazon Surface",
        "rate": "45.5",
        "estimated_delivery_days": "4",
        "blocked": 0,
    }
    return {**document, **changes}


def served(*couriers: object) -> tuple[int, object]:
    return 200, {"currency": "INR", "data": {"available_courier_companies": list(couriers)}}


def order(awb: str = "", **changes: object) -> dict[str, object]:
    document = {
        "id": 101,
        "channel_order_id": KEY,
        "status_code": 1,
        "shipments": [{"id": 202, "awb": awb}],
    }
    return {**document, **changes}


def found(*orders: object) -> tuple[int, object]:
    return 200, {"data": list(orders)}


def shipment(status: object = 1, **changes: object) -> tuple[int, object]:
    data = {"id": 202, "status": status, "courier": "Amazon Surface", "cost": "45.50"}
    return 200, {"data": {**data, **changes}}


def carrier(
    *answers: object, token: bool = True, content_type: str = "application/json"
) -> tuple[ShiprocketCarrier, Scripted]:
    """With a token at hand, unless it is to be asked for."""
    wire = Scripted(list(answers), content_type)
    clock = FakeClock()
    tokens = FakeAccessTokens(clock)
    if token:
        until = clock.now() + timedelta(days=1)
        tokens.kept["shiprocket"] = AccessToken("jwt-0", until)
    account = ShiprocketAccount("api@acme.example", "secret of acme", "Primary")
    return ShiprocketCarrier(account, tokens, clock, session=wire.session()), wire
