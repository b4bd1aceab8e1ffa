"""The function behind /operator."""

import io
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.unit.functions.http_functions import held, load_handler
from tests.unit.http.client import CONTEXT, MERCHANT, OPERATOR, event, read
from tests.unit.http.logs import captured
from tests.unit.http.memory import MemoryContainer
from tests.unit.http.samples import STRIPE, TENANT, two_tenants

CONNECTIONS = "/operator/tenants/acme/connections/stripe"


@pytest.fixture(scope="module")
def function() -> ModuleType:
    return load_handler("operator_api")


@pytest.fixture
def container() -> Iterator[MemoryContainer]:
    with held(fakes := two_tenants()):
        yield fakes


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with captured() as text:
        yield text


def test_keys_and_secrets_reach_the_directory_and_no_log(
    function: ModuleType, container: MemoryContainer, log: io.StringIO
) -> None:
    body = {**TENANT, "tenant_id": "new-shop"}
    made = read(
        function.handler(event("POST", "/operator/tenants", body, caller=OPERATOR), CONTEXT)
    )
    connected = event("PUT", CONNECTIONS, STRIPE, caller=OPERATOR)
    assert read(function.handler(connected, CONTEXT)).status == 200
    assert container.tenants.tenant_of_key(made.json["api_key"]) == "new-shop"
    for secret in (made.json["api_key"], STRIPE["api_key"], *STRIPE["signing_secrets"]):
        assert secret not in log.getvalue()


@pytest.mark.usefixtures("container", "log")
def test_merchants_are_refused(function: ModuleType) -> None:
    answer = read(function.handler(event("PUT", CONNECTIONS, STRIPE, caller=MERCHANT), CONTEXT))
    assert (answer.status, answer.slug) == (403, "forbidden")
