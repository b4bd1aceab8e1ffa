"""An order's head in few bytes: DynamoDB bills writes by the KB, and each transition rewrites it.

What follows from the rest of the item is left out: where its label lies, whose scans it keeps, and
where the last of them took it, if it is still as it was then. Of scans, names are letters,
moments microseconds (`r` since 1970, `o` before it), and a digest for an event id is written in 85
letters instead of 16; what one has in common with the one before is not repeated.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from orderloom.adapters.dynamodb.stored import moment

_Fields = Mapping[str, Any]
DESCRIPTION_OF_SCAN = "w"
_LETTERS = {
    "event_id": "i",
    "replayed": "y",
    "swept": "q",
    "version": "v",
    "state": "s",
    "parcel_state": "c",
    "description": DESCRIPTION_OF_SCAN,
}
_REPEATED = {"provider": "p", "event_type": "t", "tracking_number": "n"}
_DIGEST = "d"
_OF_THE_SOURCE = ("provider", "event_id", "event_type", "occurred_at", "replayed", "swept")
_MOMENTS = ("recorded_at", "occurred_at")
_SHA256 = re.compile(r"sha256-([0-9a-f]{64})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HERE = "./"


def shortened(head: _Fields) -> dict[str, Any]:
    """Of a head as `stored` gives it."""
    short, parcel = dict(head), dict(head.get("fulfilment", {}))
    label = parcel.get("label_key", "")
    if label.startswith(_labels(head, parcel)):
        parcel["label_key"] = _HERE + label.removeprefix(_labels(head, parcel))
    if head.get("scans"):
        short["scans"] = list(_all_short(head["scans"], _usual(parcel)))
        last = head["scans"][-1]
        if last["state"] == parcel.get("state"):
            del short["scans"][-1]["s"]
        if head["updated_at"] == last["recorded_at"]:
            del short["updated_at"]
        if parcel.setdefault("moved_at", None) == last["source"]["occurred_at"]:
            del parcel["moved_at"]
    return short | ({"fulfilment": parcel} if parcel else {})


def lengthened(short: _Fields) -> dict[str, Any]:
    """What was shortened. Raises KeyError, ValueError, TypeError, AttributeError: it was not."""
    head, parcel = dict(short), dict(short.get("fulfilment") or {})
    label = parcel.get("label_key", "")
    if label.startswith(_HERE):
        parcel["label_key"] = _labels(short, parcel) + label.removeprefix(_HERE)
    if short.get("scans"):
        head["scans"] = list(_all_long(short["scans"], _usual(parcel)))
        last = head["scans"][-1]
        last.setdefault("state", parcel.get("state"))
        head.setdefault("updated_at", last["recorded_at"])
        parcel.setdefault("moved_at", last["source"]["occurred_at"])
    return head | ({"fulfilment": parcel} if parcel else {})


def _all_short(scans: Iterable[_Fields], before: _Fields) -> Iterator[dict[str, Any]]:
    for scan in scans:
        flat = {**scan["source"], **{name: it for name, it in scan.items() if name != "source"}}
        yield _short(flat, before)
        before = flat


def _all_long(scans: Iterable[_Fields], before: _Fields) -> Iterator[dict[str, Any]]:
    for short in scans:
        before = _long(short, before)
        source = {name: before[name] for name in _OF_THE_SOURCE if name in before}
        yield {"source": source} | {
            name: it for name, it in before.items() if name not in _OF_THE_SOURCE
        }


def _labels(head: _Fields, parcel: _Fields) -> str:
    return f"labels/{head['tenant_id']}/{head['order_id']}/{parcel.get('label_id')}"


def _usual(parcel: _Fields) -> _Fields:
    """What a scan says unless it says otherwise."""
    provider = parcel.get("account", "").partition(".")[0]
    return {"provider": provider, "tracking_number": parcel.get("tracking_number")}


def _short(scan: _Fields, before: _Fields) -> dict[str, Any]:
    short = {letter: scan[name] for name, letter in _LETTERS.items() if name in scan}
    recorded, occurred = (datetime.fromisoformat(scan[name]) for name in _MOMENTS)
    short["r"] = (recorded - _EPOCH) // _MICROSECOND
    short["o"] = (recorded - occurred) // _MICROSECOND
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
    recorded = _EPOCH + short["r"] * _MICROSECOND
    scan["recorded_at"] = moment(recorded)
    scan["occurred_at"] = moment(recorded - short["o"] * _MICROSECOND)
    for name, letter in _REPEATED.items():
        scan[name] = short[letter] if letter in short else before[name]
    return scan
