"""An order's head in few bytes: DynamoDB bills writes by the KB, and each transition rewrites it.

What follows from the rest of the item is left out: where its label lies, whose scans it keeps. Of
scans, names are letters, moments microseconds since 1970, and a digest for an event id is written
in 85 letters instead of 16; what one has in common with the one before is not repeated.
"""

import base64
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from orderloom.adapters.dynamodb.stored import moment

_Fields = Mapping[str, Any]
DESCRIPTION_OF_SCAN = "w"
_LETTERS = {
    "event_id": "i",
    "occurred_at": "o",
    "replayed": "y",
    "swept": "q",
    "version": "v",
    "recorded_at": "r",
    "state": "s",
    "parcel_state": "c",
    "description": DESCRIPTION_OF_SCAN,
}
_REPEATED = {"provider": "p", "event_type": "t", "tracking_number": "n"}
_DIGEST = "d"
_OF_THE_SOURCE = ("provider", "event_id", "event_type", "occurred_at", "replayed", "swept")
_MOMENTS = ("occurred_at", "recorded_at")
_SHA256 = re.compile(r"sha256-([0-9a-f]{64})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HERE = "./"


def shortened(head: _Fields) -> dict[str, Any]:
    """Of a head as `stored` gives it."""
    short = dict(head)
    parcel = head.get("fulfilment", {})
    label = parcel.get("label_key", "")
    if label.startswith(_labels(head)):
        key = _HERE + label.removeprefix(_labels(head))
        short["fulfilment"] = {**parcel, "label_key": key}
    before = _usual(parcel)
    if "scans" in head:
        short["scans"] = []
    for scan in head.get("scans", ()):
        flat = {**scan["source"], **{name: it for name, it in scan.items() if name != "source"}}
        short["scans"].append(_short(flat, before))
        before = flat
    return short


def lengthened(short: _Fields) -> dict[str, Any]:
    """What was shortened. Raises KeyError, ValueError, TypeError, AttributeError: it was not."""
    head = dict(short)
    parcel = short.get("fulfilment") or {}
    label = parcel.get("label_key", "")
    if label.startswith(_HERE):
        key = _labels(short) + label.removeprefix(_HERE)
        head["fulfilment"] = {**parcel, "label_key": key}
    before = _usual(parcel)
    if short.get("scans"):
        head["scans"] = []
    for each in short.get("scans") or ():
        before = _long(each, before)
        source = {name: before[name] for name in _OF_THE_SOURCE if name in before}
        scan = {name: it for name, it in before.items() if name not in _OF_THE_SOURCE}
        head["scans"].append({"source": source, **scan})
    return head


def _labels(head: _Fields) -> str:
    return f"labels/{head['tenant_id']}/{head['order_id']}/"


def _usual(parcel: _Fields) -> _Fields:
    """What a scan says unless it says otherwise."""
    provider = parcel.get("account", "").partition(".")[0]
    return {"provider": provider, "tracking_number": parcel.get("tracking_number")}


def _short(scan: _Fields, before: _Fields) -> dict[str, Any]:
    short = {letter: scan[name] for name, letter in _LETTERS.items() if name in scan}
    for name in _MOMENTS:
        short[_LETTERS[name]] = (datetime.fromisoformat(scan[name]) - _EPOCH) // _MICROSECOND
    digest = _SHA256.fullmatch(scan["event_id"])
    if digest:
        del short[_LETTERS["event_id"]]
        short[_DIGEST] = base64.b85encode(bytes.fromhex(digest[1])).decode()
    changed = {name: scan[name] for name in _REPEATED if scan[name] != before.get(name)}
    return short | {_REPEATED[name]: it for name, it in changed.items()}


def _long(short: _Fields, before: _Fields) -> dict[str, Any]:
    scan = {name: short[letter] for name, letter in _LETTERS.items() if letter in short}
    if _DIGEST in short:
        scan["event_id"] = f"sha256-{base64.b85decode(short[_DIGEST]).hex()}"
    for name in _MOMENTS:
        scan[name] = moment(_EPOCH + scan[name] * _MICROSECOND)
    for name, letter in _REPEATED.items():
        scan[name] = short[letter] if letter in short else before[name]
    return scan
