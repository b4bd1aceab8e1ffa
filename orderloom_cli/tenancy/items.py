"""Items as DynamoDB writes them: whose they are, and what they weigh and hold."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, Self

from orderloom.adapters.dynamodb.stream import COPY_MARK
from orderloom.keys import tenant_profile

Item = dict[str, Any]
_MODULUS = 1 << 256


class ItemKey(NamedTuple):
    pk: str
    sk: str


def key_of(item: Mapping[str, Any]) -> ItemKey:
    return ItemKey(item["PK"]["S"], item["SK"]["S"])


def owner_of(key: ItemKey) -> str:
    """The tenant in `T#<tenant>#…`; nothing for items of no tenant."""
    parts = key.pk.split("#")
    return parts[1] if parts[0] == "T" and len(parts) > 2 else ""  # noqa: PLR2004 - T, it, the rest


def in_directory(key: ItemKey) -> bool:
    """Part of the tenant directory, which stays in the pooled table: profile, connections."""
    owner = owner_of(key)
    return not owner or key.pk == tenant_profile(owner).pk


def canonical(item: Mapping[str, Any]) -> str:
    """The same text for the same content, whichever table it is in and how it came there."""
    content = {name: _plain(value) for name, value in item.items() if name != COPY_MARK}
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(item: Mapping[str, Any]) -> int:
    return int.from_bytes(hashlib.sha256(canonical(item).encode()).digest())


@dataclass(frozen=True)
class Sum:
    """Items of a tenant in one table: how many, how large, and a checksum of all.

    The checksum is the sum of the items' SHA-256, so it does not depend on their order.
    `size` is in bytes of canonical JSON: somewhat more than DynamoDB bills.
    """

    count: int = 0
    size: int = 0
    checksum: int = 0

    @classmethod
    def of(cls, items: Iterable[Mapping[str, Any]]) -> Self:
        total = cls()
        for item in items:
            total = total.plus(cls(1, len(canonical(item).encode()), digest(item)))
        return total

    def plus(self, other: Self) -> Self:
        return type(self)(
            self.count + other.count,
            self.size + other.size,
            (self.checksum + other.checksum) % _MODULUS,
        )

    @property
    def sha256(self) -> str:
        return f"{self.checksum:064x}"


def _plain(value: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    ((kind, content),) = value.items()
    return {kind: _PLAIN[kind](content) if kind in _PLAIN else content}


def _number(text: str) -> str:
    return str(Decimal(text).normalize())


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "N": _number,
    "B": _base64,
    "M": lambda content: {name: _plain(inner) for name, inner in content.items()},
    "L": lambda content: [_plain(inner) for inner in content],
    "NS": lambda content: sorted(_number(each) for each in content),
    "SS": sorted,
    "BS": lambda content: sorted(_base64(each) for each in content),
}
