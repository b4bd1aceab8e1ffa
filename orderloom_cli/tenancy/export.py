"""A tenant's data as JSON lines, one compressed file for each type of item, and a manifest."""

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

from boto3.dynamodb.types import TypeDeserializer

from orderloom_cli.tenancy.items import Item, ItemKey, key_of
from orderloom_cli.tenancy.scans import whole

MANIFEST: Final = "manifest.json"
_BY_SORT_KEY: Final = {
    "ORDER": "orders",
    "PLACED": "placed",
    "PRODUCT": "products",
    "STOCK": "stock",
    "REF": "references",
    "RECORD": "idempotency",
    "PROFILE": "profile",
    "TOKEN": "task_tokens",
    "WATCH": "parcels",
}
_BY_PARTITION: Final = {"PARK": "parked", "UNCLAIMED": "unclaimed"}
_BY_SORT_PREFIX: Final = {
    "EVENT#": "events",
    "LEDGER#": "ledger",
    "OP#": "operations",
    "PROVIDER#": "connections",
}
_ARCHIVED: Final = "archived"
_NOT_EXPORTED: Final = frozenset({"task_tokens"})
_SECRETS: Final = {
    "connections": ("credentials_enc", "signing_secrets"),
    "orders": ("client_secret",),
}
_EXCLUDED: Final = {
    "api_keys": "stored as hashes under no tenant's prefix",
    "connections.credentials_enc": "sealed API keys at providers",
    "connections.signing_secrets": "sealed webhook secrets",
    "orders.payment.client_secret": "lets its holder pay",
    "task_tokens": "answer for running sagas",
}
_decode = TypeDeserializer().deserialize


@dataclass
class _File:
    name: str
    raw: BinaryIO
    packed: gzip.GzipFile
    lines: int = 0
    sha256: Any = field(default_factory=hashlib.sha256)

    def add(self, line: bytes) -> None:
        self.packed.write(line)
        self.sha256.update(line)
        self.lines += 1


def export(
    tenant_id: str,
    items: Iterable[Item],
    folder: Path,
    at: datetime,
    *,
    archived: Iterable[bytes] = (),
) -> list[Path]:
    """Writes the files into `folder`; the manifest is last. Memory does not grow with items.

    `archived` are the lines of orders that left the table: asked for after all items, so that
    what leaves meanwhile is in one or the other.
    """
    files: dict[str, _File] = {}
    for item in chain.from_iterable(map(whole, items)):
        kind = kind_of(key_of(item))
        if kind in _NOT_EXPORTED:
            continue
        if kind not in files:
            files[kind] = _opened(folder / f"{kind}.jsonl.gz")
        files[kind].add(_line(kind, item))
    for line in archived:
        if _ARCHIVED not in files:
            files[_ARCHIVED] = _opened(folder / f"{_ARCHIVED}.jsonl.gz")
        files[_ARCHIVED].add(line)
    for each in files.values():
        each.packed.close()
        each.raw.close()
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps(_manifest(tenant_id, files, folder, at), indent=2) + "\n")
    return [*(folder / each.name for each in files.values()), manifest]


def kind_of(key: ItemKey) -> str:
    """What an item is, by its keys; `other` for what was added since this was written."""
    rest = key.pk.split("#")[2:]
    if rest and rest[0] in _BY_PARTITION:
        return _BY_PARTITION[rest[0]]
    for prefix, kind in _BY_SORT_PREFIX.items():
        if key.sk.startswith(prefix):
            return kind
    return _BY_SORT_KEY.get(key.sk, "other")


def _opened(path: Path) -> _File:
    raw = path.open("wb")
    # No name and no time within: the same content is the same file.
    return _File(path.name, raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0))


def _line(kind: str, item: Item) -> bytes:
    plain = {name: _decode(value) for name, value in item.items()}
    for name in _SECRETS.get(kind, ()):
        plain.pop(name, None)
        if isinstance(plain.get("payment"), dict):
            plain["payment"].pop(name, None)
    text = json.dumps(plain, default=_json, ensure_ascii=False, sort_keys=True)
    return text.encode() + b"\n"


def _json(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _manifest(
    tenant_id: str, files: dict[str, _File], folder: Path, at: datetime
) -> dict[str, Any]:
    return {
        "format": 1,
        "tenant_id": tenant_id,
        "exported_at": at.isoformat(),
        "snapshot": False,
        "files": {
            each.name: {
                "items": each.lines,
                "sha256": hashlib.sha256((folder / each.name).read_bytes()).hexdigest(),
                "sha256_uncompressed": each.sha256.hexdigest(),
            }
            for each in files.values()
        },
        "excluded": _EXCLUDED,
    }
