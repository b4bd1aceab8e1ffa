"""What UPS answers, in our types: one of several is an object there, two are an array.

The readers raise KeyError, TypeError or ValueError for a document that lacks what it promises.
"""

from collections.abc import Iterator
from typing import Any

from orderloom.adapters.label_papers import decoded, is_of, one_document
from orderloom.adapters.money import to_minor_units
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.ups.http import text
from orderloom.adapters.ups.label_images import upright
from orderloom.adapters.ups.services import service_name
from orderloom.ports.carrier import Label, LabelFormat, Rate, Shipment

_CARRIER = "ups"
_DONE = "1"
_TOTALS = ("TotalChargesWithTaxes", "TotalCharge", "TotalCharges")


def read_rates(answer: Answer) -> tuple[Rate, ...]:
    rated = several(answer["RateResponse"].get("RatedShipment"))
    offers = (_read_rate(document) for document in rated)
    return tuple(offer for offer in offers if offer is not None)


def _read_rate(rated: Answer) -> Rate | None:
    """None for an offer without a price."""
    code = text(rated["Service"], "Code")
    try:
        amount, currency = _charged(rated)
    except (KeyError, TypeError, ValueError):
        return None
    return Rate(code, _CARRIER, service_name(code), amount, currency, _days(rated))


def _charged(owner: Answer, listed: str = "") -> tuple[int, str]:
    """The negotiated price before the published one, with its taxes where they are told."""
    published = owner.get(listed) if listed else owner
    for charges in (owner.get("NegotiatedRateCharges"), published):
        for name in _TOTALS:
            total = (charges or {}).get(name)
            if total:
                currency = text(total, "CurrencyCode")
                return to_minor_units(text(total, "MonetaryValue"), currency), currency
    raise ValueError("no total")


def _days(rated: Answer) -> int | None:
    summary = (rated.get("TimeInTransit") or {}).get("ServiceSummary") or {}
    arrival = summary.get("EstimatedArrival") or {}
    guaranteed = rated.get("GuaranteedDelivery") or {}
    told = arrival.get("BusinessDaysInTransit") or guaranteed.get("BusinessDaysInTransit")
    return int(str(told)) if str(told).isdecimal() else None


def read_label(answer: Answer, shipment: Shipment, rate: Rate) -> Label:
    results = answer["ShipmentResponse"]["ShipmentResults"]
    packages = several(results["PackageResults"])
    numbers = tuple(text(package, "TrackingNumber") for package in packages)
    try:
        cost, currency = _charged(results, "ShipmentCharges")
    except (KeyError, TypeError, ValueError):
        cost, currency = rate.amount, rate.currency
    papers = [_label_paper(package, shipment.label_format) for package in packages]
    forms = [_graphic(form.get("Image")) for form in several(results.get("Form"))]
    return Label(
        label_id=text(results, "ShipmentIdentificationNumber"),
        tracking_number=numbers[0],
        carrier=_CARRIER,
        service=rate.service,
        cost=cost,
        currency=currency,
        parcels=numbers if len(numbers) > 1 else (),
        document=one_document([*papers, *forms], shipment.label_format),
    )


def _label_paper(package: Answer, wanted: LabelFormat) -> bytes | None:
    paper = _graphic(package.get("ShippingLabel"))
    if paper is None or wanted is LabelFormat.ZPL or is_of(paper, wanted):
        return paper
    return upright(paper, wanted)


def _graphic(image: Answer | None) -> bytes | None:
    return decoded((image or {}).get("GraphicImage"))


def read_recovered(answer: Answer) -> Label | None:
    """A label found again: UPS does not say what it cost, nor by which service it goes."""
    recovered = answer["LabelRecoveryResponse"]
    results = several(recovered.get("LabelResults"))
    numbers = tuple(str(each["TrackingNumber"]) for each in results if each.get("TrackingNumber"))
    if not numbers:
        return None
    return Label(
        label_id=str(recovered.get("ShipmentIdentificationNumber") or numbers[0]),
        tracking_number=numbers[0],
        carrier=_CARRIER,
        service="",
        cost=0,
        currency="",
        parcels=numbers if len(numbers) > 1 else (),
        document=recovered_document(answer),
    )


def recovered_document(answer: Answer) -> bytes | None:
    """As PDF all labels come with the first parcel, in one."""
    results = several(answer["LabelRecoveryResponse"].get("LabelResults"))
    papers = [_graphic(each["LabelImage"]) for each in results if each.get("LabelImage")]
    return one_document(papers, LabelFormat.PDF)


def is_voided(answer: Answer) -> bool:
    """All of its parcels; the specification and the samples differ in the name."""
    response = answer["VoidShipmentResponse"]
    parcels = response.get("PackageLevelResults") or response.get("PackageLevelResult")
    parts = [response["SummaryResult"], *several(parcels)]
    return all(str(part["Status"]["Code"]) == _DONE for part in parts)


def several(value: Any) -> list[Any]:  # noqa: ANN401 - unchecked JSON
    if value is None:
        return []
    return list(_flat(value))


def _flat(value: Any) -> Iterator[Any]:  # noqa: ANN401 - unchecked JSON
    yield from value if isinstance(value, list) else [value]
