"""What Shiprocket is asked with. Raises ShipmentUnfit, naming our field."""

import re
from decimal import Decimal

from orderloom.adapters.address_fit import AddressLimits, street_lines
from orderloom.adapters.measures import centimetres, kilograms
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.shiprocket.http import PROVIDER
from orderloom.adapters.shiprocket.moments import INDIA
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import Shipment

_LIMITS = AddressLimits(name=50, line=95, lines=2, city=30)
"""Both street lines together may have 190 characters."""

_LONGEST_ORDER_ID = 50
_PINCODE = re.compile(r"[1-9]\d{5}")
_MOBILE = re.compile(r"(?:\+?91|0)?([6-9]\d{9})")


def order_key(operation_key: str) -> str:
    """Raises ValueError: longer than their field, where it would be found by nobody."""
    if len(operation_key) > _LONGEST_ORDER_ID:
        raise ValueError(f"operation key of more than {_LONGEST_ORDER_ID} characters")
    return operation_key


def serviceability_query(shipment: Shipment) -> dict[str, str]:
    value = sum(content.quantity * content.unit_value for content in shipment.contents)
    return {
        "pickup_postcode": _pincode(shipment.ship_from, "ship_from"),
        "delivery_postcode": _pincode(shipment.ship_to, "ship_to"),
        "cod": "0",
        **{name: f"{size:f}" for name, size in _sizes(shipment).items()},
        "declared_value": str(_rupees(value)),
    }


def order_document(shipment: Shipment, *, pickup_location: str, email: str) -> Answer:
    """`email` is the merchant's: couriers get no shopper's, and have no need of one."""
    to = shipment.ship_to
    lines = street_lines(to, _LIMITS, carrier=PROVIDER, where="ship_to")
    if not to.line1.strip():
        raise ShipmentUnfit(PROVIDER, "ship_to.line1", "empty")
    contents = shipment.contents
    document = {
        "order_id": order_key(shipment.operation_key),
        "order_date": shipment.ship_at.astimezone(INDIA).strftime("%Y-%m-%d %H:%M"),
        "pickup_location": pickup_location,
        "billing_customer_name": to.name,
        "billing_last_name": "",
        "billing_address": lines[0],
        "billing_address_2": " ".join(lines[1:]),
        "billing_city": to.city,
        "billing_pincode": _pincode(to, "ship_to"),
        "billing_state": _required(to.state, "ship_to.state"),
        "billing_country": "India",
        "billing_email": email,
        "billing_phone": _mobile(to, "ship_to"),
        "shipping_is_billing": True,
        "order_items": [
            {
                "name": content.description,
                "sku": content.description,
                "units": content.quantity,
                "selling_price": str(_rupees(content.unit_value)),
            }
            for content in contents
        ],
        "payment_method": "Prepaid",
        "sub_total": float(_rupees(sum(c.quantity * c.unit_value for c in contents))),
    }
    return {**document, **{name: float(size) for name, size in _sizes(shipment).items()}}


def _sizes(shipment: Shipment) -> dict[str, Decimal]:
    """Kilograms and centimetres of the one parcel an order there can have."""
    if len(shipment.parcels) != 1:
        raise ShipmentUnfit(PROVIDER, "parcels", "one parcel to an order")
    (parcel,) = shipment.parcels
    if parcel.weight_grams <= 0:
        raise ShipmentUnfit(PROVIDER, "parcels.0.weight_grams", "not above zero")
    sizes = {"weight": kilograms(parcel.weight_grams)}
    sides = {"length": "length_mm", "breadth": "width_mm", "height": "height_mm"}
    for theirs, ours in sides.items():
        side = getattr(parcel, ours)
        if side is None or side <= 0:
            raise ShipmentUnfit(PROVIDER, f"parcels.0.{ours}", "needed for a price")
        sizes[theirs] = centimetres(side)
    return sizes


def _pincode(address: Address, where: str) -> str:
    code = (address.postal_code or "").replace(" ", "")
    if _PINCODE.fullmatch(code) is None:
        raise ShipmentUnfit(PROVIDER, f"{where}.postal_code", "not a PIN code")
    return code


def _mobile(address: Address, where: str) -> str:
    """Couriers call before they come: without a number they do not take a parcel."""
    digits = re.sub(r"[\s().-]", "", address.phone or "")
    found = _MOBILE.fullmatch(digits)
    if found is None:
        raise ShipmentUnfit(PROVIDER, f"{where}.phone", "not an Indian mobile number")
    return found[1]


def _required(value: str | None, field: str) -> str:
    if not value:
        raise ShipmentUnfit(PROVIDER, field, "empty")
    return value


def _rupees(paise: int) -> Decimal:
    return Decimal(paise).scaleb(-2)
