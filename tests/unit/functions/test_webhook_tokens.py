"""UPS logs in at the door, and its token opens the door after that."""

import base64
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from tests.unit.functions.webhook_door import SECRET, Door, event

ALERT = Path("events/ups/alert.delivered.json").read_text()


def log_in(secret: str = SECRET, scheme: str = "Basic", **path: str) -> dict[str, Any]:
    credentials = base64.b64encode(f"acme-client:{quote_plus(secret)}".encode()).decode()
    shown = {"Authorization": f"{scheme} {credentials}"}
    asked = event("grant_type=client_credentials", headers=shown)
    names = {"provider": "ups", "tenant_id": "acme", **path}
    route = "POST /webhooks/{provider}/{tenant_id}/token"
    return {**asked, "pathParameters": names, "routeKey": route}


def alert(token: str, **headers: str) -> dict[str, Any]:
    shown = {
        "User-Agent": "UPSPubSubTrackingService",
        "X-Api-Key": "acme-client",
        "Authorization": f"Bearer {token}",
        **headers,
    }
    path = {"provider": "ups", "tenant_id": "acme"}
    return event(ALERT, headers=shown, pathParameters=path)


def test_a_token_opens_the_door_for_its_client() -> None:
    door = Door()
    status, answer, headers = door.knock(log_in())
    assert (status, answer["token_type"], answer["expires_in"]) == (200, "Bearer", 3600)
    assert headers["Cache-Control"] == "no-store"
    assert door.knock(alert(answer["access_token"]))[0] == 200
    (stored,) = door.queue.sent
    assert stored.headers == {"x-api-key": "acme-client"}
    assert door.knock(alert(answer["access_token"], **{"X-Api-Key": "another"}))[0] == 400
    assert SECRET not in door.log.getvalue()
    assert answer["access_token"] not in door.log.getvalue()


@pytest.mark.parametrize(
    "asked",
    [
        log_in("another"),
        log_in(""),
        log_in(scheme="Bearer"),
        log_in(provider="stripe"),
        log_in(provider="nobody"),
        log_in(tenant_id="rival"),
        log_in(tenant_id="../acme"),
        {**log_in(), "headers": {}},
        {**log_in(), "headers": {"authorization": "Basic ???"}},
    ],
)
def test_whoever_shows_no_secret_of_ups_gets_none(asked: dict[str, Any]) -> None:
    status, answer, _ = Door().knock(asked)
    assert (status, answer) == (401, {"error": "invalid_client"})
