"""An archived order as a file: JSON lines, gzipped; the same order makes the same bytes.

A line each for the order, what was ordered, every event, every ledger entry and every refund
that was asked for, `record` telling which, so that Athena reads the whole archive as one table.
What equals a default is written out: unlike the table's, this format does not depend on the
defaults of the day.
"""

import gzip
import json
from collections import defaultdict
from typing import Any

from pydantic import ValidationError

from orderloom.domain.archive import ArchivedOrder
from orderloom.domain.model import DomainModel
from orderloom.errors import CorruptRecord

_FORMAT = 1


def packed(archived: ArchivedOrder) -> bytes:
    order = {"format": _FORMAT, "restored": archived.restored, **_document(archived.order)}
    lines = [
        _line("order", order),
        _line("placed", _document(archived.placed)),
        *(_line("event", _document(event)) for event in archived.events),
        *(_line("ledger", _document(entry)) for entry in archived.entries),
        *(_line("operation", _document(operation)) for operation in archived.operations),
    ]
    # Without the time gzip would write down, and without the file's name.
    return gzip.compress("".join(lines).encode(), mtime=0)


def unpacked(body: bytes, key: str) -> ArchivedOrder:
    """Raises CorruptRecord: not what `packed` made, or of a later format."""
    try:
        return _unpacked(gzip.decompress(body))
    except ValidationError as exc:
        field = ".".join(str(part) for part in exc.errors()[0]["loc"])
        # Not `from exc`: pydantic's text repeats the values, which may be personal.
        raise CorruptRecord(key, field) from None
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError):
        raise CorruptRecord(key, "?") from None


def _unpacked(text: bytes) -> ArchivedOrder:
    lines: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in text.splitlines():
        document = json.loads(line)
        lines[document.pop("record")].append(document)
    order = lines["order"][0]
    if order.pop("format") != _FORMAT:
        raise ValueError("another format")
    return ArchivedOrder.model_validate(
        {
            "restored": order.pop("restored"),
            "order": order,
            "placed": lines["placed"][0],
            "events": lines["event"],
            "entries": lines["ledger"],
            "operations": lines["operation"],
        }
    )


def _document(model: DomainModel) -> dict[str, Any]:
    return model.model_dump(mode="json")


def _line(record: str, document: dict[str, Any]) -> str:
    told = {"record": record, **document}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
