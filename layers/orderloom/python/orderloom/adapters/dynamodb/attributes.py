"""Attribute types PynamoDB lacks: whole numbers and plain nested documents."""

from typing import Any

from pynamodb.attributes import Attribute, ListAttribute, MapAttribute
from pynamodb.constants import LIST, MAP, NUMBER

# PynamoDB leaves these two untyped.
_MAP: Any = MapAttribute()  # type: ignore[no-untyped-call]
_LIST: Any = ListAttribute()


class WholeNumber(Attribute[int]):
    """PynamoDB's own number attribute also reads fractions."""

    attr_type = NUMBER

    def serialize(self, value: int) -> str:
        return str(value)

    def deserialize(self, value: str) -> int:
        return int(value)


class Document(Attribute[dict[str, Any]]):
    """A native map, read as a dict; PynamoDB's own takes over keys such as `default`."""

    attr_type = MAP

    def serialize(self, value: dict[str, Any]) -> dict[str, Any]:
        document: dict[str, Any] = _MAP.serialize(value)
        return document

    def deserialize(self, value: dict[str, Any]) -> dict[str, Any]:
        document: dict[str, Any] = _MAP.deserialize(value)
        return document


class Documents(Attribute[list[Any]]):
    """A native list of strings, numbers or maps."""

    attr_type = LIST

    def serialize(self, value: list[Any]) -> list[Any]:
        documents: list[Any] = _LIST.serialize(value)
        return documents

    def deserialize(self, value: list[Any]) -> list[Any]:
        documents: list[Any] = _LIST.deserialize(value)
        return documents
