"""The emulator's DynamoDB, called in this process: its code, without a socket in between.

The whole way is real but for the wire: PynamoDB builds a request, botocore signs it, the engine
evaluates its conditions and commits it. That is some 1 ms a call; over HTTP it would be five.
"""

import copy
import importlib
import sys
from collections.abc import Iterator
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from orderloom.adapters.dynamodb.schema import KEY_SCHEMA
from orderloom.adapters.dynamodb.table import Table
from pynamodb.connection import Connection

from tests.integration.emulator import ROOT

TABLE = "orderloom-convergence"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
}

Items = dict[str, dict[str, Any]]


class NoEmulatorError(RuntimeError):
    """`.ministack` is absent: `make setup` builds it."""


class Engine:
    """One table, as `infra/constructs/table.py` keys it; no index is written to here."""

    def __init__(self) -> None:
        self._dynamodb = _emulator_module("ministack.services.dynamodb")
        self.table = Table(TABLE)
        connection: Connection = self.table._connection.connection
        connection.client.meta.events.register("before-send.dynamodb", self._answer)
        connection.client.create_table(
            TableName=TABLE,
            KeySchema=KEY_SCHEMA,  # type: ignore[arg-type]  # literals, seen as plain strings
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("PK", "SK")],
            BillingMode="PAY_PER_REQUEST",
        )

    def items(self) -> Items:
        """All the table holds, to begin with again."""
        return {key: copy.deepcopy(rows) for key, rows in self._rows().items()}

    def load(self, items: Items) -> None:
        self._rows().clear()
        self._rows().update({key: copy.deepcopy(rows) for key, rows in items.items()})

    def _rows(self) -> Items:
        rows: Items = self._dynamodb._tables[TABLE]["items"]
        return rows

    def _answer(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        headers = {name.lower(): _text(value) for name, value in request.headers.items()}
        work = self._dynamodb.handle_request("POST", "/", headers, request.body, {})
        try:
            work.send(None)
        except StopIteration as done:
            status, answered, body = done.value
        else:
            raise RuntimeError("the engine waits for something")
        return AWSResponse(
            request.url, status, {n.lower(): v for n, v in answered.items()}, _Raw(body)
        )


class _Raw:
    """A body as botocore reads it from a connection."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _emulator_module(name: str) -> Any:
    """From the emulator's own environment; ours comes first, for whatever both have."""
    folders = sorted((ROOT / ".ministack" / "lib").glob("python3*/site-packages"))
    if not folders:
        raise NoEmulatorError("run `make setup` first")
    path = str(folders[0])
    if path not in sys.path:
        sys.path.append(path)
    return importlib.import_module(name)
