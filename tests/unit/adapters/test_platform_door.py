"""The platform's secrets and accounts, as they are read on the way of a webhook."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from orderloom.adapters.platform_door import AwsPlatformDoor
from orderloom.errors import NotFound, OrderloomError, TransientError

from tests.fakes.clock import FakeClock

ARN = "arn:aws:secretsmanager:us-east-1:000000000000:secret:platform"


class Aws:
    """Answers in turn; what is asked too often fails the test."""

    def __init__(self) -> None:
        self.answers: list[dict[str, Any] | OrderloomError] = []
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        self.asked.append((operation, parameters))
        answer = self.answers.pop(0)
        if isinstance(answer, OrderloomError):
            raise answer
        return answer


class Door:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.secrets, self.table = Aws(), Aws()
        self.door = AwsPlatformDoor(
            secret_id=ARN,
            table="table",
            clock=self.clock,
            kept=timedelta(seconds=60),
            secretsmanager=self.secrets,
            dynamodb=self.table,
        )

    def stored(self, value: str) -> None:
        self.secrets.answers.append({"ARN": ARN, "SecretString": value})

    def item(self, **item: Any) -> None:
        self.table.answers.append({"Item": item} if item else {})


def test_secrets_are_read_once_a_minute_newest_first() -> None:
    door = Door()
    door.stored(json.dumps({"stripe": ["whsec_new", "whsec_old"]}))
    for _ in range(3):
        assert [each.secret for each in door.door.secrets("stripe")] == ["whsec_new", "whsec_old"]
    with pytest.raises(NotFound):
        door.door.secrets("razorpay")
    door.clock.advance(seconds=61)
    assert door.secrets.asked == [("GetSecretValue", {"SecretId": ARN})]
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
    door.secrets.answers.append(TransientError("secretsmanager GetSecretValue: Throttled"))
    with pytest.raises(TransientError):
        door.door.secrets("stripe")
