"""The table's key schema, as PynamoDB needs to know it to build requests.

infra/constructs/table.py creates it; the integration tests create theirs from here.
"""

from typing import Any

from pynamodb.connection.base import MetaTable

from orderloom.keys import ATTENTION_INDEX, CUSTOMER_INDEX, ORDER_LIST_INDEX

_INDEXES = {
    ORDER_LIST_INDEX: ("OLPK", "OLSK"),
    CUSTOMER_INDEX: ("CUPK", "CUSK"),
    ATTENTION_INDEX: ("ATPK", "ATSK"),
}


def _key_schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]


KEY_SCHEMA = _key_schema("PK", "SK")
ATTRIBUTE_DEFINITIONS = [
    {"AttributeName": name, "AttributeType": "S"}
    for name in dict.fromkeys(("PK", "SK", *(n for names in _INDEXES.values() for n in names)))
]
INDEXES: list[dict[str, Any]] = [
    {
        "IndexName": name,
        "KeySchema": _key_schema(*names),
        "Projection": {"ProjectionType": "KEYS_ONLY"},
    }
    for name, names in _INDEXES.items()
]


def meta_table(name: str) -> MetaTable:
    return MetaTable(
        {
            "TableName": name,
            "KeySchema": KEY_SCHEMA,
            "AttributeDefinitions": ATTRIBUTE_DEFINITIONS,
            "GlobalSecondaryIndexes": INDEXES,
        }
    )
