"""Parcels as merchants describe them: in the units they measure with."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, WithJsonSchema

from orderloom.domain.parcel import Parcel
from orderloom.domain.units import LengthUnit, WeightUnit, to_grams, to_millimetres
from orderloom.http.fields import OneLine
from orderloom.http.inputs import Input
from orderloom.ports.carrier import Content

MOST_PARCELS = 50

Measure = Annotated[
    float,
    Field(gt=0, le=10**6, allow_inf_nan=False),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 10**6}),
]


class WeightInput(Input):
    """`value` in `unit`; no unit is assumed."""

    value: Measure
    unit: Annotated[WeightUnit, Field(strict=False)]

    def to_grams(self) -> int:
        return to_grams(_exact(self.value), self.unit)


class DimensionsInput(Input):
    """All three sides, in one unit."""

    length: Measure
    width: Measure
    height: Measure
    unit: Annotated[LengthUnit, Field(strict=False)]

    def to_millimetres(self) -> tuple[int, int, int]:
        length, width, height = (
            to_millimetres(_exact(side), self.unit)
            for side in (self.length, self.width, self.height)
        )
        return length, width, height


class ParcelInput(Input):
    """Some carriers want to know the sides, and quote nothing without them."""

    weight: WeightInput
    dimensions: DimensionsInput | None = None

    def to_domain(self) -> Parcel:
        sides = self.dimensions.to_millimetres() if self.dimensions else (None, None, None)
        return Parcel(self.weight.to_grams(), *sides)


class ContentInput(Input):
    """A line for customs; `unit_value` in minor units of the request's currency."""

    description: Annotated[str, OneLine(200)]
    quantity: Annotated[int, Field(ge=1, le=10_000)]
    unit_value: Annotated[int, Field(ge=0, le=10**12)]
    unit_weight: WeightInput

    def to_domain(self) -> Content:
        weight = self.unit_weight.to_grams()
        return Content(self.description, self.quantity, self.unit_value, weight)


def _exact(value: float) -> Decimal:
    """As it was written: 0.1 is a tenth."""
    return Decimal(str(value))
