"""API Gateway's authorizer: payload 2.0 in, simple response out."""

import io
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from orderloom.errors import TransientError

from tests.unit.functions.http_functions import held, load_handler
from tests.unit.http.client import CONTEXT
from tests.unit.http.logs import captured
from tests.unit.http.memory import OPERATOR_KEY, MemoryContainer
from tests.unit.http.samples import a_tenant

MERCHANT_KEY = "olk_" + "7" * 32


@pytest.fixture(scope="module")
def function() -> ModuleType:
    return load_handler("authorize")


@pytest.fixture
def container() -> Iterator[MemoryContainer]:
    fakes = MemoryContainer()
    fakes.tenants.register(a_tenant("acme"), MERCHANT_KEY)
    with held(fakes):
        yield fakes


@pytest.fixture(autouse=True)
def log() -> Iterator[io.StringIO]:
    with captured() as text:
        yield text


def asked(key: str, **headers: str) -> dict[str, Any]:
    authorization = f"Bearer {key}"
    return {
        "version": "2.0",
        "type": "REQUEST",
        "identitySource": [authorization],
        "headers": {"Authorization": authorization, **headers},
    }


@pytest.mark.usefixtures("container")
@pytest.mark.parametrize(
    ("event", "context"),
    [
        (asked(MERCHANT_KEY), {"role": "merchant", "tenant_id": "acme"}),
        (
            asked(MERCHANT_KEY, **{"x-orderloom-tenant": "rival"}),
            {"role": "merchant", "tenant_id": "acme"},
        ),
        (asked(OPERATOR_KEY), {"role": "operator", "tenant_id": ""}),
        (
            asked(OPERATOR_KEY, **{"X-Orderloom-Tenant": "rival"}),
            {"role": "operator", "tenant_id": "rival"},
        ),
    ],
)
def test_a_known_key_is_described_to_the_api(
    function: ModuleType, event: dict[str, Any], context: dict[str, str]
) -> None:
    assert function.handler(event, CONTEXT) == {"isAuthorized": True, "context": context}


@pytest.mark.usefixtures("container")
@pytest.mark.parametrize(
    "event",
    [asked("olk_" + "8" * 32), asked("olo_" + "k" * 47 + "j"), asked(""), {"headers": None}, {}],
)
def test_an_unknown_key_is_refused(function: ModuleType, event: dict[str, Any]) -> None:
    assert function.handler(event, CONTEXT) == {"isAuthorized": False}


@pytest.mark.usefixtures("container")
def test_no_key_is_logged(function: ModuleType, log: io.StringIO) -> None:
    for key in (MERCHANT_KEY, OPERATOR_KEY, "olk_" + "8" * 32):
        function.handler(asked(key), CONTEXT)
        assert key not in log.getvalue()
    assert json.loads(log.getvalue().splitlines()[0])["tenant_id"] == "acme"


def test_a_key_that_cannot_be_looked_up_is_no_refusal(
    function: ModuleType, container: MemoryContainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(_key: str) -> None:
        raise TransientError("dynamodb: throttled")

    monkeypatch.setattr(container.tenants, "tenant_of_key", unreachable)
    with pytest.raises(TransientError):
        function.handler(asked(MERCHANT_KEY), CONTEXT)
