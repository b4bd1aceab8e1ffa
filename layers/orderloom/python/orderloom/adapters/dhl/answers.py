"""What DHL answers, in our types.

The readers raise KeyError, TypeError or ValueError for a document that lacks what it promises.
"""

import re
from datetime import UTC, datetime
from typing import Any

from orderloom.adapters.dhl.states import state_of
from orderloom.adapters.label_papers import decoded, one_document
from orderloom.adapters.money import to_minor_units
from orderloom.adapters.provider_http import Answer
from orderloom.ports.carrier import Label, Rate, Scan, Shipment

_CARRIER = "dhl"
# What the merchant is billed comes before what the public pays, and before DHL's own currency.
_CURRENCY_TYPES = ("BILLC", "PULCL", "BASEC")
_PAPERS = ("label", "waybillDoc", "invoice")


def read_rates(answer: Answer) -> tuple[Rate, ...]:
    offers = (_read_rate(product) for product in answer["products"])
    return tuple(offer for offer in offers if offer is not None)


def _read_rate(product: Answer) -> Rate | None:
    """None for a product DHL lists without a price."""
    charged = _charged(product.get("totalPrice") or [])
    if charged is None:
        return None
    code, local = _text(product, "productCode"), product.get("localProductCode")
    days = (product.get("deliveryCapabilities") or {}).get("totalTransitDays")
    return Rate(
        rate_id=f"{code}/{local}" if local else code,
        carrier=_CARRIER,
        service=_service(product, code),
        amount=charged[0],
        currency=charged[1],
        delivery_days=int(str(days)) if str(days).isdecimal() else None,
    )


def _charged(prices: list[Answer]) -> tuple[int, str] | None:
    """Zero is how a price that could not be made out is written."""
    for kind in _CURRENCY_TYPES:
        for price in prices:
            currency = price.get("priceCurrency")
            if price.get("currencyType") == kind and currency and price.get("price"):
                return to_minor_units(price["price"], str(currency)), str(currency)
    return None


def _service(product: Answer, code: str) -> str:
    name = str(product.get("productName") or code).lower()
    return f"dhl_{re.sub('[^a-z0-9]+', '_', name).strip('_')}"


def read_label(answer: Answer, shipment: Shipment, rate: Rate) -> Label:
    number = _text(answer, "shipmentTrackingNumber")
    parcels = tuple(_text(each, "trackingNumber") for each in answer.get("packages") or [])
    cost, currency = _cost(answer) or (rate.amount, rate.currency)
    documents = answer.get("documents") or []
    papers = [
        decoded(document.get("content"))
        for kind in _PAPERS
        for document in documents
        if document.get("typeCode") == kind
    ]
    return Label(
        label_id=number,
        tracking_number=number,
        carrier=_CARRIER,
        service=rate.service,
        cost=cost,
        currency=currency,
        parcels=parcels if len(parcels) > 1 else (),
        document=one_document(papers, shipment.label_format),
    )


def _cost(answer: Answer) -> tuple[int, str] | None:
    """An estimate, where DHL gives one with the label; the bill comes later."""
    try:
        return _charged(answer.get("shipmentCharges") or [])
    except (AttributeError, TypeError, ValueError):
        return None


def read_scans(answer: Answer) -> tuple[Scan, ...]:
    """Oldest first, of the shipment as a whole."""
    events = [event for each in answer["shipments"] for event in each.get("events") or []]
    return tuple(sorted(map(_read_scan, events), key=lambda scan: scan.occurred_at))


def _read_scan(event: Answer) -> Scan:
    """Times are the place's own; its offset is asked for, and not always told."""
    code = str(event.get("typeCode") or "")
    told = f"{_text(event, 'date')}T{event.get('time') or '00:00:00'}"
    moment = datetime.fromisoformat(f"{told}{event.get('GMTOffset') or ''}")
    return Scan(
        state=state_of(code),
        occurred_at=moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC),
        description=str(event.get("description") or "").strip(),
        code=code,
    )


def _text(answer: Answer, name: str) -> str:
    value: Any = answer[name]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is empty")
    return value
