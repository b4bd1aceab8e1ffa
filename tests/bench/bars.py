"""Bars as self-contained SVG, as `orderloom simulate` draws its own."""

from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

_LABEL, _WIDTH, _ROW, _TOP, _INK = 230, 420, 24, 34, "#222222"
_COLOURS = ("#3465a4", "#73a946", "#c4a000", "#cc6633", "#75507b", "#888888", "#4e9a9a", "#aa4466")


class Bar(NamedTuple):
    """A label and its parts, stacked; each part has a name and a value."""

    label: str
    parts: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        return sum(value for _, value in self.parts)


def chart(title: str, bars: Sequence[Bar], unit: str, *, mark: float | None = None) -> str:
    """`mark` draws a limit. The longest bar fills the width."""
    names = list(dict.fromkeys(name for bar in bars for name, _ in bar.parts))
    legend = len(names) > 1
    height = _TOP + _ROW * (len(bars) + (1 + (len(names) - 1) // 4 if legend else 0)) + 12
    width = _LABEL + _WIDTH + 130
    svg = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {height}")
    svg.append(_text(0, 18, title, size=14))
    longest = max([bar.total for bar in bars] + [mark or 0]) or 1
    for number, bar in enumerate(bars):
        top, left = _TOP + _ROW * number, float(_LABEL)
        svg.append(_text(0, top + 13, bar.label))
        for name, value in bar.parts:
            length = _WIDTH * value / longest
            svg.append(_box(left, top + 2, length, _ROW - 8, _COLOURS[names.index(name) % 8]))
            left += length
        svg.append(_text(left + 6, top + 13, f"{bar.total:,.2f} {unit}"))
    if mark is not None:
        place = _LABEL + _WIDTH * mark / longest
        svg.append(_box(place, _TOP - 4, 1.5, _ROW * len(bars) + 4, "#cc0000"))
    if legend:
        _legend(svg, names, _TOP + _ROW * len(bars) + 6)
    return ET.tostring(svg, encoding="unicode")


def _legend(svg: ET.Element, names: Sequence[str], top: float) -> None:
    for number, name in enumerate(names):
        left, row = 190 * (number % 4), top + _ROW * (number // 4)
        svg.append(_box(left, row, 12, 12, _COLOURS[number % 8]))
        svg.append(_text(left + 18, row + 10, name))


def _box(left: float, top: float, width: float, height: float, fill: str) -> ET.Element:
    values = {"x": left, "y": top, "width": width, "height": height}
    return ET.Element("rect", {name: f"{value:.1f}" for name, value in values.items()}, fill=fill)


def _text(left: float, top: float, text: str, *, size: int = 12) -> ET.Element:
    place = {"x": f"{left:.1f}", "y": f"{top:.1f}", "font-size": str(size), "fill": _INK}
    element = ET.Element("text", place | {"font-family": "sans-serif"})
    element.text = text
    return element
