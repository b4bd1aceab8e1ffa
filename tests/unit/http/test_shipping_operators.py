"""Operators say how parcels are sent, see which carriers answer, and have what waited sent."""

from datetime import UTC, datetime

import pytest
from orderloom.domain.manual_shipping import require_person
from orderloom.domain.outbox import following
from orderloom.domain.states import AttentionKind
from orderloom.domain.tenant import Connection
from orderloom.ports.account_health import Condition, Health
from pydantic import SecretStr

from tests.unit.http.client import OPERATOR, Answer, Client
from tests.unit.http.memory import NOW

PATH = "/operator/tenants/acme/shipping"
DRAIN = f"{PATH}/drain"


@pytest.fixture
def client() -> Client:
    client = Client()
    for provider in ("fedex", "fedex.second", "ups"):
        connection = Connection(provider=provider, api_key=SecretStr("k"))
        client.container.tenants.connect("acme", connection)
    return client


def ask(client: Client, method: str, path: str, body: object = None) -> Answer:
    return client.send(method, path, body, caller=OPERATOR)


def test_accounts_are_shown_with_weights_and_health(client: Client) -> None:
    weights = {"fedex": 3, "fedex.second": 1}
    assert ask(client, "PUT", PATH, {"weights": weights}).json["weights"] == weights
    since = datetime(2026, 11, 21, 11, 59, tzinfo=UTC)
    health = client.container.account_health("acme")
    health.ill["fedex.second"] = Condition(Health.PAUSED, since)
    shown = ask(client, "GET", PATH).json
    assert (shown["mode"], shown["platform_mode"]) == ("automatic", "automatic")
    told = {one["account"]: (one["weight"], one["health"]) for one in shown["accounts"]}
    assert told == {"fedex": (3, "well"), "fedex.second": (1, "paused"), "ups": (None, "well")}
    assert shown["accounts"][1]["since"].startswith("2026-11-21T11:59")


@pytest.mark.parametrize(
    "weights", [{"fedex": -1}, {"fedex": 101}, {"fedex": 1.5}, {"FedEx#1": 1}, ["fedex"]]
)
def test_wrong_weights_are_refused(client: Client, weights: object) -> None:
    answer = ask(client, "PUT", PATH, {"weights": weights})
    assert (answer.status, answer.slug) == (422, "validation-failed")
    assert client.container.tenants.tenant("acme").shipping.weights == {}


def test_one_switch_is_over_all_merchants(client: Client) -> None:
    assert ask(client, "GET", "/operator/shipping-switch").json == {"mode": "automatic"}
    assert ask(client, "PUT", "/operator/shipping-switch", {"mode": "manual"}).status == 200
    assert ask(client, "GET", "/operator/shipping-switch").json == {"mode": "manual"}
    assert ask(client, "GET", PATH).json["platform_mode"] == "manual"
    assert client.send("PUT", "/operator/shipping-switch", {"mode": "manual"}).status == 403
    assert ask(client, "PUT", "/operator/shipping-switch", {"mode": "by hand"}).status == 422


def test_a_drain_is_started_once_and_told_of(client: Client) -> None:
    assert ask(client, "GET", DRAIN).status == 404
    orders = client.container.orders("acme")
    order = orders.get(client.order().json["id"])
    task = AttentionKind.MANUAL_SHIPPING
    orders.commit(require_person(order, task, "ups: status 503", {}, NOW))
    started = ask(client, "POST", DRAIN)
    assert started.status == 202
    assert (started.json["state"], started.json["left"]) == ("running", 1)
    assert ask(client, "POST", DRAIN).json["drain_id"] == started.json["drain_id"]
    assert ask(client, "GET", DRAIN).json == started.json
    (step,) = client.container.drains("acme").steps
    assert following(step) is not None


@pytest.mark.parametrize("where", [PATH, "/operator/shipping-switch"])
def test_nothing_is_drained_while_parcels_are_sent_by_hand(client: Client, where: str) -> None:
    ask(client, "PUT", where, {"mode": "manual"})
    answer = ask(client, "POST", DRAIN)
    assert (answer.status, answer.slug) == (409, "conflict")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_merchant_drains_nothing_and_nobody_has_none(client: Client, method: str) -> None:
    assert client.send(method, DRAIN).status == 403
    assert ask(client, method, "/operator/tenants/nobody/shipping/drain").status == 404
