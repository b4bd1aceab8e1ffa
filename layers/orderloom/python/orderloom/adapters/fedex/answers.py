"""What FedEx answers, in our types.

The readers raise KeyError, TypeError or ValueError for a document that lacks what it promises.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from orderloom.adapters.fedex.states import state_of
from orderloom.adapters.label_papers import decoded, one_document
from orderloom.adapters.money import to_minor_units
from orderloom.adapters.provider_http import Answer
from orderloom.ports.carrier import Label, Rate, Scan, Shipment

_CARRIER = "fedex"
_OWN_PACKAGING = "YOUR_PACKAGING"
# What the merchant pays comes before what others would.
_RATE_TYPES = ("ACCOUNT", "INCENTIVE", "ACTUAL", "PREFERRED", "LIST")
_DAYS = (
    "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN "
    "SIXTEEN SEVENTEEN EIGHTEEN NINETEEN TWENTY"
)
_TRANSIT = {word: number for number, word in enumerate(_DAYS.split(), start=1)}


class UnknownNumberError(Exception):
    """A tracking number FedEx does not know; `code` is FedEx's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_rates(answer: Answer, ship_on: date) -> tuple[Rate, ...]:
    details = answer["output"].get("rateReplyDetails") or []
    offers = (_read_rate(detail, ship_on) for detail in details)
    return tuple(offer for offer in offers if offer is not None)


def _read_rate(detail: Answer, ship_on: date) -> Rate | None:
    """None for an offer without a price, or for a box of FedEx's own."""
    service = _text(detail, "serviceType")
    priced = _preferred(detail.get("ratedShipmentDetails") or [])
    if priced is None or detail.get("packagingType", _OWN_PACKAGING) != _OWN_PACKAGING:
        return None
    currency = priced.get("currency") or priced["shipmentRateDetail"]["currency"]
    return Rate(
        rate_id=service,
        carrier=_CARRIER,
        service=service.lower(),
        amount=to_minor_units(priced["totalNetCharge"], str(currency)),
        currency=str(currency),
        delivery_days=_delivery_days(detail, ship_on),
    )


def _preferred(rates: list[Answer]) -> Answer | None:
    """`ACCOUNT`, or what stands for it in longer words (`PAYOR_ACCOUNT_SHIPMENT`)."""
    for kind in _RATE_TYPES:
        for rate in rates:
            if kind in str(rate.get("rateType")).split("_") and "totalNetCharge" in rate:
                return rate
    return None


def _delivery_days(detail: Answer, ship_on: date) -> int | None:
    commit = detail.get("commit") or {}
    transit = (commit.get("transitDays") or {}).get("minimumTransitTime")
    transit = transit or (detail.get("operationalDetail") or {}).get("transitTime") or ""
    days = _TRANSIT.get(str(transit).partition("_")[0])
    promised = (commit.get("dateDetail") or {}).get("dayFormat")
    if days is None and promised:
        days = max((datetime.fromisoformat(str(promised)).date() - ship_on).days, 0)
    return days


def read_label(answer: Answer, shipment: Shipment, rate: Rate) -> Label:
    bought = answer["output"]["transactionShipments"][0]
    pieces = bought.get("pieceResponses") or []
    master = _text(bought, "masterTrackingNumber")
    numbers = tuple(_text(piece, "trackingNumber") for piece in pieces)
    labels = [paper for piece in pieces for paper in _papers(piece, "packageDocuments", "LABEL")]
    invoices = _papers(bought, "shipmentDocuments", "INVOICE")
    cost, currency = _cost(bought, rate)
    return Label(
        label_id=master,
        tracking_number=master,
        carrier=_CARRIER,
        service=rate.service,
        cost=cost,
        currency=currency,
        parcels=numbers if len(numbers) > 1 else (),
        document=one_document([*labels, *invoices], shipment.label_format) if labels else None,
    )


def _papers(owner: Answer, name: str, kind: str) -> Iterator[bytes | None]:
    for paper in owner.get(name) or []:
        if kind in str(paper.get("contentType")):
            yield decoded(paper.get("encodedLabel"))


def _cost(bought: Answer, rate: Rate) -> tuple[int, str]:
    """What was charged, where the answer says; what was offered, where not."""
    rating = (bought.get("completedShipmentDetail") or {}).get("shipmentRating") or {}
    details = rating.get("shipmentRateDetails") or []
    actual = [each for each in details if each.get("rateType") == rating.get("actualRateType")]
    charged = next((each for each in [*actual, _preferred(details)] if each), None)
    try:
        currency = str((charged or {})["currency"])
        return to_minor_units((charged or {})["totalNetCharge"], currency), currency
    except (KeyError, ValueError):
        return rate.amount, rate.currency


def read_scans(answer: Answer) -> tuple[Scan, ...]:
    """Of the parcel that was scanned last: numbers are used again. Raises UnknownNumberError."""
    results = [
        result
        for complete in answer["output"]["completeTrackResults"]
        for result in complete["trackResults"]
    ]
    histories = [history for result in results if (history := _history(result))]
    if histories:
        return max(histories, key=lambda history: history[-1].occurred_at)
    for result in results:
        if error := result.get("error"):
            raise UnknownNumberError(_text(error, "code"))
    return ()


def _history(result: Answer) -> tuple[Scan, ...]:
    """The newest scan has the parcel's own status, where that says more."""
    events = result.get("scanEvents") or []
    scans = sorted(map(_read_scan, events), key=lambda scan: scan.occurred_at)
    latest = result.get("latestStatusDetail") or {}
    now = state_of(str(latest.get("code")), str(latest.get("derivedCode")))
    if scans and scans[-1].state is None and now is not None:
        scans[-1] = replace(scans[-1], state=now)
    return tuple(scans)


def _read_scan(event: Answer) -> Scan:
    code = str(event.get("eventType") or "")
    occurred_at = datetime.fromisoformat(event["date"])
    if occurred_at.tzinfo is None:
        occurred_at = occurred_at.replace(tzinfo=UTC)
    why = event.get("exceptionDescription")
    said = [str(part) for part in (event.get("eventDescription"), why) if part]
    return Scan(
        state=state_of(code, str(event.get("derivedStatusCode"))),
        occurred_at=occurred_at.astimezone(UTC),
        description=": ".join(said),
        code=code,
    )


def is_cancelled(scans: tuple[Scan, ...]) -> bool:
    return bool(scans) and scans[-1].code == "CA"


def _text(answer: Answer, name: str) -> str:
    value: Any = answer[name]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is empty")
    return value
