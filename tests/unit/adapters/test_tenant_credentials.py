"""Credentials of one tenant: asked for seldom, never for what is no tenant, and bounded."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from orderloom.adapters.tenant_credentials import TenantCredentials
from orderloom.domain.identifiers import PLATFORM
from orderloom.errors import Misconfigured, NotFound, TransientError

from tests.fakes.clock import FakeClock

ROLE = "arn:aws:iam::111122223333:role/merchant-api-tenant"


class Sts:
    """Gives out numbered credentials; `failure` is its answer to the next call."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.failure: str | None = None

    def assume_role(self, **request: Any) -> dict[str, Any]:
        self.asked.append(request)
        if self.failure:
            status = {"HTTPStatusCode": 403}
            error: Any = {"Error": {"Code": self.failure}, "ResponseMetadata": status}
            raise ClientError(error, "AssumeRole")
        number = len(self.asked)
        names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
        return {"Credentials": {name: f"{name}-{number}" for name in names}}


class Desk:
    """The credentials under test, with their STS and clock."""

    def __init__(self, role_arn: str | None = ROLE, *, most: int = 10) -> None:
        self.sts, self.clock = Sts(), FakeClock()
        make: Any = lambda: self.sts  # noqa: E731 - stands in for a typed factory
        self.credentials = TenantCredentials(role_arn, self.clock, most=most, sts=make)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_session_names_its_tenant_and_nothing_else(desk: Desk) -> None:
    given = desk.credentials.of("acme")
    assert desk.sts.asked == [
        {
            "RoleArn": ROLE,
            "RoleSessionName": "acme",
            "DurationSeconds": 3600,
            "Tags": [{"Key": "tenant", "Value": "acme"}],
        }
    ]
    assert given.access_key_id == "AccessKeyId-1"
    assert given.session_token == "SessionToken-1"


def test_it_is_kept_for_less_than_it_lasts(desk: Desk) -> None:
    """A function runs for 15 minutes at most, and must not see it expire meanwhile."""
    first = desk.credentials.of("acme")
    desk.clock.advance(minutes=45, seconds=-1)
    assert desk.credentials.of("acme") is first
    desk.clock.advance(seconds=1)
    assert desk.credentials.of("acme") is not first
    assert len(desk.sts.asked) == 2


def test_each_tenant_has_its_own(desk: Desk) -> None:
    assert desk.credentials.of("acme") is not desk.credentials.of("acme-2")
    tags = [request["Tags"][0]["Value"] for request in desk.sts.asked]
    assert tags == ["acme", "acme-2"]


def test_not_more_are_kept_than_fit() -> None:
    desk = Desk(most=2)
    for tenant_id in ("acme", "bolt", "cone", "cone", "bolt", "acme"):
        desk.credentials.of(tenant_id)
    asked = [request["RoleSessionName"] for request in desk.sts.asked]
    assert asked == ["acme", "bolt", "cone", "acme"]


@pytest.mark.parametrize(
    "tenant_id",
    ["", "a#b", "../x", "*", "acm?", "acme\n", "acme\x00", "${aws:username}", "T#acme", "a" * 41],
)
def test_what_no_tenant_can_be_called_is_never_asked_for(desk: Desk, tenant_id: str) -> None:
    with pytest.raises(NotFound):
        desk.credentials.of(tenant_id)
    assert desk.sts.asked == []


def test_what_is_nobodys_has_a_part_of_the_table_as_tenants_have(desk: Desk) -> None:
    desk.credentials.of(PLATFORM)
    assert desk.sts.asked[0]["Tags"] == [{"Key": "tenant", "Value": PLATFORM}]


def test_a_function_without_a_tenant_role_reaches_no_tenant() -> None:
    desk = Desk(role_arn=None)
    with pytest.raises(Misconfigured):
        desk.credentials.of("acme")
    assert desk.sts.asked == []


@pytest.mark.parametrize(
    ("code", "error"), [("Throttling", TransientError), ("AccessDenied", Misconfigured)]
)
def test_a_refusal_is_not_remembered(desk: Desk, code: str, error: type[Exception]) -> None:
    desk.sts.failure = code
    with pytest.raises(error):
        desk.credentials.of("acme")
    desk.sts.failure = None
    assert desk.credentials.of("acme").access_key_id == "AccessKeyId-2"
