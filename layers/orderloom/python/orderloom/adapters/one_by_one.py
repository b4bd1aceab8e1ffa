"""Shipments of several parcels at carriers that take one to a label: a label for each.

Each part is a purchase of its own name (`ord_1:label:2`), so that a purchase that died in between
goes on where it ended: what is bought already is found, or sold again as the same.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from orderloom.adapters.label_papers import one_document
from orderloom.errors import (
    ProviderPaused,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    ShipmentUnfit,
    Unsupported,
)
from orderloom.ports.carrier import (
    Carrier,
    Content,
    Label,
    LabelFormat,
    Parcel,
    Rate,
    Scan,
    Shipment,
)

_MOST_PARTS = 10
"""Each is a call within the time rates are waited for."""


class OneByOne(Carrier):
    """`inner` takes one parcel to a label; a single one goes through as it is."""

    repeats_safely = True

    def __init__(self, inner: Carrier) -> None:
        self._inner = inner
        self.name = inner.name

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
        """Services that take every part, at the sum of their prices."""
        parts = self._parts(shipment)
        if len(parts) == 1:
            return self._inner.rates(shipment)
        asked: dict[Parcel, dict[tuple[str, str, str], Rate]] = {}
        for part in parts:
            (parcel,) = part.parcels
            if parcel not in asked:
                asked[parcel] = {_service(rate): rate for rate in self._inner.rates(part)}
        offered = [asked[part.parcels[0]] for part in parts]
        return tuple(
            _summed([rates[service] for rates in offered])
            for service in offered[0]
            if all(service in rates for rates in offered)
        )

    def find_label(self, operation_key: str) -> Label | None:
        """Raises Unsupported: some parts are bought, perhaps not all; buying again goes on."""
        whole = self._inner.find_label(operation_key)
        if whole is None and self._inner.find_label(_part_key(operation_key, 1)) is not None:
            raise Unsupported(self.name, "find all labels")
        return whole

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        """A part that is refused when others are bought is an unknown outcome, so a person's."""
        parts = self._parts(shipment)
        if len(parts) == 1:
            return self._inner.buy(shipment, rate)
        bought: list[Label] = []
        for part, (rate_id, amount) in zip(parts, json.loads(rate.rate_id), strict=True):
            try:
                own = replace(rate, rate_id=rate_id, amount=amount)
                bought.append(self._inner.buy(part, own))
            except (ProviderRefused, RateLimited, ProviderPaused) as exc:
                if not bought:
                    raise
                told = f"{len(bought)} of {len(parts)} labels are bought, and then: {exc}"
                raise ProviderUnavailable(self.name, "buy label", told) from exc
        return _bound(bought, shipment.label_format)

    def document(self, label: Label) -> bytes:
        if not label.parcel_labels:
            return self._inner.document(label)
        papers = [self._inner.document(replace(label, label_id=own)) for own in label.parcel_labels]
        document = one_document(papers, LabelFormat.PDF)
        if document is None:
            raise ProviderUnavailable(self.name, "label document", "papers that cannot be bound")
        return document

    def void(self, label_id: str) -> None:
        self._inner.void(label_id)

    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:
        return self._inner.track(label_id, tracking_number)

    def _parts(self, shipment: Shipment) -> tuple[Shipment, ...]:
        count = len(shipment.parcels)
        if count <= 1:
            return (shipment,)
        if count > _MOST_PARTS:
            raise ShipmentUnfit(self.name, "parcels", f"more than {_MOST_PARTS}")
        if shipment.label_format is LabelFormat.PNG:
            raise ShipmentUnfit(self.name, "label_format", "a picture shows one label")
        return tuple(
            replace(
                shipment,
                parcels=(parcel,),
                contents=contents,
                operation_key=_part_key(shipment.operation_key, number),
            )
            for number, (parcel, contents) in enumerate(self._packed(shipment), start=1)
        )

    def _packed(self, shipment: Shipment) -> Iterator[tuple[Parcel, tuple[Content, ...]]]:
        """The goods by weight, one left for each further parcel; the last takes all there are."""
        units = [
            replace(line, quantity=1) for line in shipment.contents for _ in range(line.quantity)
        ]
        for place, parcel in enumerate(shipment.parcels):
            further = len(shipment.parcels) - place - 1
            room, own = parcel.weight_grams, []
            while len(units) > further and (not further or units[0].unit_weight_grams <= room):
                room -= units[0].unit_weight_grams
                own.append(units.pop(0))
            if shipment.contents and not own:
                raise ShipmentUnfit(self.name, f"parcels.{place}", "none of the goods are in it")
            yield parcel, tuple(_lines(own))


def _lines(units: Sequence[Content]) -> Iterator[Content]:
    for unit in dict.fromkeys(units):
        yield replace(unit, quantity=units.count(unit))


def _part_key(operation_key: str, number: int) -> str:
    return f"{operation_key}:{number}"


def _service(rate: Rate) -> tuple[str, str, str]:
    return rate.carrier, rate.service, rate.currency


def _summed(rates: Sequence[Rate]) -> Rate:
    """Its id holds those of the parts, and their prices."""
    days = [rate.delivery_days for rate in rates]
    return replace(
        rates[0],
        rate_id=json.dumps([[rate.rate_id, rate.amount] for rate in rates]),
        amount=sum(rate.amount for rate in rates),
        delivery_days=None if None in days else max(day for day in days if day is not None),
    )


def _bound(labels: Sequence[Label], wanted: LabelFormat) -> Label:
    """The first, with the numbers of all and what they cost together."""
    return replace(
        labels[0],
        cost=sum(label.cost for label in labels),
        parcels=tuple(label.tracking_number for label in labels),
        parcel_labels=tuple(label.label_id for label in labels),
        document=one_document([label.document for label in labels], wanted),
        document_url="",
    )
