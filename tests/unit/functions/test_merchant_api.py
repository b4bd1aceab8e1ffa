"""The function behind /v1."""

import io
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from orderloom.errors import TransientError

from tests.unit.functions.http_functions import held, load_handler
from tests.unit.http.client import CONTEXT, OPERATOR, event, read
from tests.unit.http.logs import captured
from tests.unit.http.memory import MemoryContainer
from tests.unit.http.samples import ORDER, changed, two_tenants


@pytest.fixture(scope="module")
def function() -> ModuleType:
    return load_handler("merchant_api")


@pytest.fixture
def container() -> Iterator[MemoryContainer]:
    with held(fakes := two_tenants()):
        yield fakes


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with captured() as text:
        yield text


def placing(body: Any = ORDER) -> dict[str, Any]:
    return event("POST", "/v1/orders", body, headers={"Idempotency-Key": "k"})


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.usefixtures("log")
def test_an_order_is_placed_and_read_back(function: ModuleType, container: MemoryContainer) -> None:
    placed = read(function.handler(placing(), CONTEXT))
    assert placed.status == 201
    again = read(function.handler(event("GET", f"/v1/orders/{placed.json['id']}"), CONTEXT))
    assert again.json == placed.json
    assert len(container.orders("acme").order_ids) == 1


@pytest.mark.usefixtures("container")
def test_each_request_is_one_log_line_without_anything_personal(
    function: ModuleType, log: io.StringIO
) -> None:
    placed = read(function.handler(placing(), CONTEXT))
    function.handler(event("GET", "/v1/orders"), CONTEXT)
    first, second = lines(log)
    assert (first["operation"], first["status"], first["tenant_id"]) == ("placeOrder", 201, "acme")
    assert first["order_id"] == placed.json["id"]
    assert first["function_request_id"] == "req-1"
    assert second["operation"] == "listOrders"
    assert "order_id" not in second
    for secret in ("ada@example.org", "Lovelace", "James", "SW1Y"):
        assert secret not in log.getvalue()


@pytest.mark.usefixtures("container", "log")
def test_requests_and_orders_are_counted_without_a_tenant(
    function: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    function.handler(placing(), CONTEXT)
    metric = json.loads(capsys.readouterr().out)
    assert metric["api.requests"] == [1.0]
    assert metric["api.orders_placed"] == [1.0]
    assert metric["api.server_errors"] == [0.0]
    assert "acme" not in json.dumps(metric)


def test_a_failing_table_is_answered_and_logged(
    function: ModuleType, container: MemoryContainer, log: io.StringIO
) -> None:
    throttled = TransientError("dynamodb: throttled")
    container.orders("acme").faults.before("idempotent", throttled)
    answer = read(function.handler(placing(), CONTEXT))
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert "dynamodb" not in str(answer.json)
    assert "dynamodb: throttled" in lines(log)[0]["exception"]


@pytest.mark.usefixtures("container", "log")
@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        (placing(changed(ORDER, "lines.0.quantity", 0)), 422, "validation-failed"),
        (placing("{"), 400, "malformed-json"),
        (event("GET", "/v1/orders", caller=OPERATOR), 400, "tenant-required"),
        (event("GET", "/v1/nothing"), 404, "not-found"),
        (event("DELETE", "/v1/orders"), 405, "method-not-allowed"),
        (event("GET", "/operator/tenants/acme"), 404, "not-found"),
        (event("GET", "/v1/orders", caller=None), 403, "forbidden"),
    ],
)
def test_refusals_are_problem_documents(
    function: ModuleType, sent: dict[str, Any], status: int, slug: str
) -> None:
    answer = read(function.handler(sent, CONTEXT))
    assert (answer.status, answer.slug) == (status, slug)
    assert answer.headers["content-type"] == "application/problem+json"
