"""The platform's secrets and accounts, as they are read on the way of a webhook."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from orderloom.adapters.platform_door import AwsPlatformDoor
from orderloom.errors import NotFound, TransientError

from tests.fakes.clock import FakeClock

ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:platform"
_KEYS = {"region_name": "us-east-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}


class Door:
    def __init__(self) -> None:
        self.clock = FakeClock()
        secrets: Any = boto3.client("secretsmanager", **_KEYS)  # type: ignore[call-overload]
        table: Any = boto3.client("dynamodb", **_KEYS)  # type: ignore[call-overload]
        self.secrets, self.table = Stubber(secrets), Stubber(table)
        self.secrets.activate()
        self.table.activate()
        self.door = AwsPlatformDoor(
            secret_id=ARN,
            table="table",
            clock=self.clock,
            kept=timedelta(seconds=60),
            secretsmanager=lambda: secrets,
            dynamodb=lambda: table,
        )

    def stored(self, value: str) -> None:
        self.secrets.add_response(
            "get_secret_value", {"ARN": ARN, "SecretString": value}, {"SecretId": ARN}
        )

    def item(self, **item: Any) -> None:
        self.table.add_response("get_item", {"Item": item} if item else {})


def test_secrets_are_read_once_a_minute_newest_first() -> None:
    door = Door()
    door.stored(json.dumps({"stripe": ["whsec_new", "whsec_old"]}))
    for _ in range(3):
        assert [each.secret for each in door.door.secrets("stripe")] == ["whsec_new", "whsec_old"]
    with pytest.raises(NotFound):
        door.door.secrets("razorpay")
    door.clock.advance(seconds=61)
    door.stored(json.dumps({"stripe": ["whsec_newer"]}))
    assert [each.secret for each in door.door.secrets("stripe")] == ["whsec_newer"]


@pytest.mark.parametrize(
    "value", ["Xk2pQ8random", "[]", "{}", '"stripe"', '{"stripe": "whsec"}', '{"stripe": [7]}', ""]
)
def test_whatever_else_is_stored_opens_nothing(value: str) -> None:
    door = Door()
    door.stored(value or " ")
    with pytest.raises(NotFound):
        door.door.secrets("stripe")


def test_an_owner_is_kept_and_nobody_is_looked_for_again() -> None:
    door = Door()
    door.item()
    assert door.door.owner("stripe", "acct_1") is None
    door.item(owner={"S": "acme"})
    assert [door.door.owner("stripe", "acct_1") for _ in range(3)] == ["acme"] * 3
    door.clock.advance(seconds=61)
    door.item(owner={"S": "rival"})
    assert door.door.owner("stripe", "acct_1") == "rival"


def test_without_an_answer_there_is_no_verdict() -> None:
    door = Door()
    door.secrets.add_client_error("get_secret_value", "ThrottlingException", http_status_code=400)
    with pytest.raises(TransientError):
        door.door.secrets("stripe")
