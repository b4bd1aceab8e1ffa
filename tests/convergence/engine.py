"""The emulator's DynamoDB, called in this process: its code, without a socket in between.

PynamoDB builds each request and reads each answer as ever; the engine parses the conditions,
checks them, commits or refuses. Only signing and the wire are left out: they cost four times as
much as all the rest, and there are a million calls to make.
"""

import importlib
import json
import pickle
import sys
from http import HTTPStatus
from typing import Any

from botocore.exceptions import ClientError
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

NOTHING = pickle.dumps({})


class NoEmulatorError(RuntimeError):
    """`.ministack` is absent: `make setup` builds it."""


class Engine:
    """One table, as `infra/constructs/table.py` keys it; no index is written to here."""

    def __init__(self) -> None:
        self._dynamodb = _emulator_module("ministack.services.dynamodb")
        self.table = Table(TABLE)
        connection: Connection = self.table._connection.connection
        client: Any = connection.client
        client._make_api_call = self._answer
        client.create_table(
            TableName=TABLE,
            KeySchema=KEY_SCHEMA,
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("PK", "SK")],
            BillingMode="PAY_PER_REQUEST",
        )

    def items(self) -> bytes:
        """All the table holds, to begin with again."""
        return pickle.dumps({key: dict(rows) for key, rows in self._rows().items()})

    def load(self, items: bytes) -> None:
        self._rows().clear()
        self._rows().update(pickle.loads(items))  # noqa: S301 - what `items` gave

    def _rows(self) -> dict[str, dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = self._dynamodb._tables[TABLE]["items"]
        return rows

    def _answer(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """In place of botocore's client: DynamoDB's JSON is what PynamoDB writes and reads."""
        body = json.dumps(request).encode()
        work = self._dynamodb.handle_request(
            "POST", "/", {"x-amz-target": f"DynamoDB.{operation}"}, body, {}
        )
        try:
            work.send(None)
        except StopIteration as done:
            status, _, answer = done.value
        else:
            raise RuntimeError("the engine waits for something")
        document: dict[str, Any] = json.loads(answer or b"{}")
        if status < HTTPStatus.BAD_REQUEST:
            return document
        code = str(document.pop("__type")).rpartition("#")[2]
        failure: Any = {"Error": {"Code": code, "Message": ""}, **document}
        raise ClientError(failure, operation)


def _emulator_module(name: str) -> Any:
    """From the emulator's own environment; ours comes first, for whatever both have."""
    folders = sorted((ROOT / ".ministack" / "lib").glob("python3*/site-packages"))
    if not folders:
        raise NoEmulatorError("run `make setup` first")
    path = str(folders[0])
    if path not in sys.path:
        sys.path.append(path)
    return importlib.import_module(name)
