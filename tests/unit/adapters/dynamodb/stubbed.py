"""A table whose DynamoDB answers what a test says, without a socket."""

from typing import Any

import boto3
from botocore.stub import Stubber
from orderloom.adapters.dynamodb.table import Table

TABLE = "orders"


class StubbedTable:
    """`table` is the real class over a client that `stub` answers for."""

    def __init__(self) -> None:
        client = boto3.client(
            "dynamodb",
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        self.table = Table(TABLE, region="us-east-1")
        self.table._connection.connection._client = client  # type: ignore[assignment]
        self.stub = Stubber(client)
        self.stub.activate()

    def fails(self, operation: str, code: str, status: int = 400) -> None:
        self.stub.add_client_error(operation, code, http_status_code=status)

    def cancels(self, *codes: str) -> None:
        """Cancel the next transaction, with a reason for each of its items."""
        self.stub.add_client_error(
            "transact_write_items",
            "TransactionCanceledException",
            modeled_fields={"CancellationReasons": [{"Code": code} for code in codes]},
        )

    def answers(self, operation: str, **answer: Any) -> None:
        self.stub.add_response(operation, answer)
