"""A parcel, an offer and a label as USPS writes them, and a carrier on a script."""

import base64
from datetime import timedelta

from orderloom.adapters.usps.carrier import UspsCarrier
from orderloom.adapters.usps.http import UspsAccount
from orderloom.domain.ordered import Address
from orderloom.ports.access_tokens import AccessToken
from orderloom.ports.carrier import Content, Parcel, Rate, Shipment

from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import MOMENT, FakeClock
from tests.unit.adapters.scripted import Scripted

HERE = Address(
    name="Ada Byron",
    line1="1 Quay St",
    city="Boston",
    state="MA",
    postal_code="02110-1234",
    country="US",
    phone="+1 (617) 555-0100",
)
THERE = Address(
    name="Bob",
    line1="2 Elm St",
    line2="Apt 3",
    city="Austin",
    state="tx",
    postal_code="78701",
    country="US",
)
SHIPMENT = Shipment(
    ship_from=HERE,
    ship_to=THERE,
    parcels=(Parcel(1250, length_mm=200, width_mm=300, height_mm=100),),
    contents=(Content("Mug", 2, 1500, 625),),
    currency="USD",
    operation_key="ord_1:label",
    ship_at=MOMENT,
)
RATE = Rate("PRIORITY_MAIL/SP/MACHINABLE", "usps", "priority_mail", 1065, "USD", 2)
ACCOUNT = UspsAccount(
    client_id="app",
    client_secret="secret of the app",
    crid="12345678",
    mid="123456",
    manifest_mid="123457",
    payment_account="9911",
)
PDF = b"%PDF-1.4 label"
TOKEN = (200, {"access_token": "tok-1", "expires_in": "3599", "token_type": "Bearer"})
PAYMENT = (200, {"paymentAuthorizationToken": "pay-1", "roles": []})


def option(**changes: object) -> dict[str, object]:
    rate = {
        "price": 8.65,
        "mailClass": "PRIORITY_MAIL",
        "rateIndicator": "SP",
        "processingCategory": "MACHINABLE",
        "destinationEntryFacilityType": "NONE",
        **changes,
    }
    return {"commitment": {"name": "2 Days"}, "totalBasePrice": 10.65, "rates": [rate]}


def offered(*options: dict[str, object]) -> tuple[int, dict[str, object]]:
    shipping = [{"mailClass": "PRIORITY_MAIL", "rateOptions": list(options)}]
    return 200, {"pricingOptions": [{"shippingOptions": shipping, "priceType": "COMMERCIAL"}]}


def label(**changes: object) -> dict[str, object]:
    document = {
        "trackingNumber": "9234690361980900000142",
        "postage": 10.65,
        "fees": [{"name": "Nonstandard Length > 22", "price": 2.0}],
        "extraServices": [{"name": "USPS Tracking", "price": 0.0}],
        "labelImage": base64.b64encode(PDF).decode(),
    }
    return {**document, **changes}


def error(status: int, title: str = "Bad Request", **source: str) -> tuple[int, object]:
    entry = {"title": title, "detail": "said of Ada Byron", "source": source}
    fault = {"code": str(status), "message": "m", "errors": [entry]}
    return status, {"apiVersion": "/v3", "error": fault}


def carrier(
    *answers: object, tokens: bool = True, content_type: str = "application/json"
) -> tuple[UspsCarrier, Scripted]:
    """With both tokens at hand, unless they are to be asked for."""
    wire = Scripted(list(answers), content_type)
    clock = FakeClock()
    kept = FakeAccessTokens(clock)
    if tokens:
        until = clock.now() + timedelta(hours=1)
        kept.kept["usps"] = AccessToken("tok-0", until)
        kept.kept["usps:payment"] = AccessToken("pay-0", until)
    return UspsCarrier(ACCOUNT, kept, clock, session=wire.session()), wire
