"""What is handed to a carrier, and the paper that goes on it."""

from dataclasses import dataclass
from enum import StrEnum


class LabelFormat(StrEnum):
    PDF = "pdf"
    PNG = "png"
    ZPL = "zpl"


@dataclass(frozen=True)
class Parcel:
    """Grams and millimetres; sides are unknown to merchants who only weigh."""

    weight_grams: int
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
