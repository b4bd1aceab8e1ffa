"""Connections over HTTP: a merchant's own, and any merchant's for operators."""

from datetime import timedelta
from typing import Any

import pytest

from tests.unit.http.client import MERCHANT, OPERATOR, RIVAL, Answer, Client
from tests.unit.http.memory import NOW
from tests.unit.http.samples import STRIPE

DOORS = {
    "operator": ("/operator/tenants/acme/connections", OPERATOR),
    "merchant": ("/v1/connections", MERCHANT),
}
NEW = "whsec_brand_new"


class Office:
    """One of the two ways to a merchant's connections; connected to Stripe."""

    def __init__(self, door: str) -> None:
        self.base, self.caller = DOORS[door]
        self.client = Client()
        assert self.send("PUT", "/stripe", STRIPE).status == 200

    def send(self, method: str, path: str, body: Any = None) -> Answer:
        return self.client.send(method, self.base + path, body, caller=self.caller)

    def rotate(self, **body: Any) -> Answer:
        whole = {"signing_secret": NEW, **body}
        return self.send("POST", "/stripe/signing-secrets", whole)

    def stripe(self) -> Any:
        found = {each["provider"]: each for each in self.send("GET", "").json["data"]}
        return found["stripe"]


@pytest.fixture(params=list(DOORS))
def office(request: pytest.FixtureRequest) -> Office:
    return Office(request.param)


def test_connections_are_listed_without_a_secret(office: Office) -> None:
    answer = office.send("GET", "")
    assert [each["provider"] for each in answer.json["data"]] == ["razorpay", "stripe"]
    (secret,) = office.stripe()["signing_secrets"]
    assert (secret["accepted"], secret["hits"], secret["last_hit_at"]) == (True, 0, None)
    for hidden in (STRIPE["api_key"], *STRIPE["signing_secrets"]):
        assert hidden not in str(answer.json)


def test_hits_are_told_of_each_secret(office: Office) -> None:
    (secret,) = office.stripe()["signing_secrets"]
    office.client.container.secret_hits("acme").add("stripe", secret["id"], 3, NOW)
    (secret,) = office.stripe()["signing_secrets"]
    assert (secret["hits"], secret["last_hit_at"]) == (3, "2026-11-21T12:00:00Z")


def test_a_rotation_keeps_the_old_secret_for_a_day(office: Office) -> None:
    answer = office.rotate()
    assert answer.status == 201
    new, old = answer.json["signing_secrets"]
    assert (new["expires_at"], new["accepted"], old["accepted"]) == (None, True, True)
    assert "2026-11-22T12:00" in old["expires_at"]
    assert [each["id"] for each in office.stripe()["signing_secrets"]] == [new["id"], old["id"]]
    assert office.client.container.tenants.secrets["acme", new["id"]] == NEW
    assert NEW not in str(answer.json)


def test_or_for_as_long_as_is_said(office: Office) -> None:
    answer = office.rotate(overlap_seconds=0)
    assert len(answer.json["signing_secrets"]) == 1
    assert answer.json["everywhere_at"] > answer.json["signing_secrets"][0]["created_at"]
    until = office.rotate(overlap_seconds=60).json["signing_secrets"][1]["expires_at"]
    assert until < f"{NOW + timedelta(minutes=2):%Y-%m-%dT%H:%M:%S}"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"overlap_seconds": -1}, "overlap_seconds"),
        ({"overlap_seconds": 30 * 86_400 + 1}, "overlap_seconds"),
        ({"overlap_seconds": "60"}, "overlap_seconds"),
        ({"signing_secret": "short"}, "signing_secret"),
        ({"signing_secret": "no_secret_of_stripes"}, "signing_secret"),
        ({"signing_secret": None}, "signing_secret"),
        ({"more": 1}, "more"),
    ],
)
def test_a_wrong_rotation_names_its_field(office: Office, body: Any, field: str) -> None:
    answer = office.rotate(**body)
    assert (answer.status, answer.slug, answer.fields) == (422, "validation-failed", [field])
    assert len(office.stripe()["signing_secrets"]) == 1


def test_a_retired_secret_is_gone(office: Office) -> None:
    (old,) = office.stripe()["signing_secrets"]
    office.rotate()
    answer = office.send("DELETE", f"/stripe/signing-secrets/{old['id']}")
    assert answer.status == 200
    assert len(answer.json["signing_secrets"]) == len(office.stripe()["signing_secrets"]) == 1
    again = office.send("DELETE", f"/stripe/signing-secrets/{old['id']}")
    assert (again.status, again.slug) == (404, "not-found")


def test_the_last_secret_cannot_be_retired(office: Office) -> None:
    (only,) = office.stripe()["signing_secrets"]
    answer = office.send("DELETE", f"/stripe/signing-secrets/{only['id']}")
    assert (answer.status, answer.slug) == (409, "conflict")


@pytest.mark.parametrize("secret_id", ["whs_1", "PROFILE", "whs_00000000000U"])
def test_what_is_no_id_names_no_secret(office: Office, secret_id: str) -> None:
    assert office.send("DELETE", f"/stripe/signing-secrets/{secret_id}").status == 404


def test_a_merchant_has_its_own_only() -> None:
    office = Office("merchant")
    listed = office.client.send("GET", "/v1/connections", caller=RIVAL).json["data"]
    assert [each["provider"] for each in listed] == ["razorpay"]
    (secret,) = office.stripe()["signing_secrets"]
    path = f"/v1/connections/stripe/signing-secrets/{secret['id']}"
    assert office.client.send("DELETE", path, caller=RIVAL).status == 404
    assert office.client.send("GET", office.base.replace("v1", "operator")).status == 404


def test_a_merchant_is_no_operator() -> None:
    client = Client()
    for path in ("/operator/tenants/acme/connections", "/operator/tenants/rival/connections"):
        answer = client.send("GET", path, caller=MERCHANT)
        assert (answer.status, answer.slug) == (403, "forbidden")
