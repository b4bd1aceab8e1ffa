"""The findings as a picture: one bar for each kind of partition, on a logarithmic scale."""

from collections.abc import Callable, Iterator
from math import log10
from pathlib import Path
from xml.etree import ElementTree as ET

from orderloom_cli.capacity.report import P999, verdict
from orderloom_cli.capacity.run import Findings
from orderloom_cli.capacity.tally import READ_LIMIT, WRITE_LIMIT, FamilyRates, Rates

_LABEL, _PANEL, _GAP, _ROW, _TOP = 210, 340, 40, 24, 70
_DECADES = (-1, 4)
"""Of the scale: 0.1 to 10,000 units a second."""
_BUSIEST, _USUAL, _LIMIT, _INK = "#c2d4ee", "#3465a4", "#cc0000", "#222222"


def draw(findings: Findings, file: Path) -> None:
    """An SVG: light bars are each family's busiest partition, dark ones its 99.9th percentile."""
    families = findings.tally.families
    width, height = _LABEL + 2 * _PANEL + 2 * _GAP, _TOP + _ROW * len(families) + 40
    svg = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {height}")
    svg.append(_box(0, 0, width, height, "#ffffff"))
    svg.append(_text(16, 24, verdict(findings), size=15))
    for number, family in enumerate(families):
        svg.append(_text(16, _TOP + _ROW * number + 14, family.value))
    writes, reads = _LABEL, _LABEL + _PANEL + _GAP
    svg.extend(_panel(findings, writes, "WRU/s", WRITE_LIMIT, lambda rates: rates.writes))
    svg.extend(_panel(findings, reads, "RRU/s", READ_LIMIT, lambda rates: rates.reads))
    file.parent.mkdir(parents=True, exist_ok=True)
    ET.ElementTree(svg).write(file, encoding="unicode")


def _panel(
    findings: Findings, left: float, unit: str, limit: int, side: Callable[[FamilyRates], Rates]
) -> Iterator[ET.Element]:
    families = findings.tally.families.values()
    bottom = _TOP + _ROW * len(families)
    yield _text(left, _TOP - 14, f"{unit}: busiest, and 99.9 % of the partitions")
    for number, family in enumerate(families):
        rates, top = side(family), _TOP + _ROW * number
        yield _box(left, top + 3, _length(rates.hottest.units), _ROW - 8, _BUSIEST)
        yield _box(left, top + 7, _length(rates.percentile(P999)), _ROW - 16, _USUAL)
        if rates.hottest.units:
            told = f"{rates.hottest.units:,.0f}" if rates.hottest.units >= 1 else "<1"
            yield _text(left + _length(rates.hottest.units) + 4, top + 14, told)
    for decade in range(_DECADES[0], _DECADES[1] + 1):
        yield _text(left + _length(10**decade) - 4, bottom + 16, f"{10**decade:g}", size=9)
    yield _box(left + _length(limit), _TOP - 6, 1.5, bottom - _TOP + 8, _LIMIT)
    yield _text(left + _length(limit) - 30, bottom + 30, f"limit {limit:,}", fill=_LIMIT, size=10)


def _length(units: float) -> float:
    first, last = _DECADES
    if units <= 10**first:
        return 0
    return _PANEL * min(1.0, (log10(units) - first) / (last - first))


def _box(left: float, top: float, width: float, height: float, fill: str) -> ET.Element:
    values = {"x": left, "y": top, "width": width, "height": height}
    return ET.Element("rect", {name: f"{value:g}" for name, value in values.items()}, fill=fill)


def _text(left: float, top: float, text: str, *, size: int = 11, fill: str = _INK) -> ET.Element:
    place = {"x": f"{left:g}", "y": f"{top:g}", "font-size": str(size), "fill": fill}
    element = ET.Element("text", place | {"font-family": "sans-serif"})
    element.text = text
    return element
