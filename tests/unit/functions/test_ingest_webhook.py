"""The webhook door over API Gateway's payload 2.0."""

import base64
import json
import subprocess
import sys
from typing import Any

import pytest
from orderloom.errors import Misconfigured, OrderloomError, TransientError

from tests.unit.functions.webhook_door import HANDLER, SAMPLE, Door, event, signature


@pytest.fixture(scope="module")
def shared() -> Door:
    return Door()


@pytest.fixture
def door(shared: Door) -> Door:
    shared.queue.sent.clear()
    shared.queue.failure = None
    shared.log.truncate(0)
    shared.log.seek(0)
    return shared


def test_a_genuine_webhook_is_acknowledged(door: Door) -> None:
    assert door.knock(event())[:2] == (200, {"received": True, "event_id": "evt_sample4"})
    assert [sent.body for sent in door.queue.sent] == [SAMPLE]


def test_both_forms_of_the_event_are_the_same_webhook(door: Door) -> None:
    encoded = base64.b64encode(SAMPLE.encode()).decode()
    headers = {"Stripe-Signature": signature(SAMPLE.encode())}
    sent = event(body=encoded, isBase64Encoded=True, headers=headers)
    assert door.knock(sent)[0] == 200
    assert door.queue.sent[0].body == SAMPLE


@pytest.mark.parametrize(
    ("changes", "status", "slug"),
    [
        ({"pathParameters": {"provider": "paypal", "tenant_id": "acme"}}, 404, "not-found"),
        ({"pathParameters": {"provider": "stripe", "tenant_id": "rival"}}, 404, "not-found"),
        ({"pathParameters": None}, 404, "not-found"),
        ({"body": " " * 300_000}, 413, "payload-too-large"),
        ({"headers": {}}, 400, "invalid-signature"),
        ({"headers": None}, 400, "invalid-signature"),
        ({"body": None}, 400, "malformed-json"),
        ({"body": "x", "isBase64Encoded": True}, 400, "unreadable-body"),
        ({"body": "{", "headers": {"stripe-signature": signature(b"{")}}, 400, "malformed-json"),
    ],
)
def test_a_refusal_is_a_problem_document(
    door: Door, changes: dict[str, Any], status: int, slug: str
) -> None:
    answered, problem, headers = door.knock(event(**changes))
    assert (answered, problem["status"]) == (status, status)
    assert problem["type"] == f"urn:orderloom:problem:{slug}"
    assert set(problem) == {"type", "title", "status", "detail"}
    assert headers["Content-Type"] == "application/problem+json"
    assert not door.queue.sent


def test_an_unknown_tenant_and_an_unknown_provider_get_the_same_answer(door: Door) -> None:
    paths = [
        {"provider": "paypal", "tenant_id": "acme"},
        {"provider": "stripe", "tenant_id": "x-y"},
    ]
    first, second = (door.knock(event(pathParameters=path)) for path in paths)
    assert first == second


@pytest.mark.parametrize("failure", [TransientError, Misconfigured])
def test_what_could_not_be_stored_is_not_acknowledged(
    door: Door, failure: type[OrderloomError]
) -> None:
    door.queue.failure = failure("sqs: throttled")
    status, problem, headers = door.knock(event())
    assert status == 503
    assert problem["type"] == "urn:orderloom:problem:temporarily-unavailable"
    assert int(headers["Retry-After"]) > 0
    assert "sqs" not in json.dumps(problem)
    assert door.line["reason"] == "sqs: throttled"


def test_each_answer_is_one_log_line_and_one_metric(
    door: Door, capsys: pytest.CaptureFixture[str]
) -> None:
    door.knock(event())
    line = door.line
    named = {name: line[name] for name in ("outcome", "provider", "tenant_id", "event_id")}
    assert named == {
        "outcome": "received",
        "provider": "stripe",
        "tenant_id": "acme",
        "event_id": "evt_sample4",
    }
    assert "2599" not in door.log.getvalue()
    metric = json.loads(capsys.readouterr().out)
    assert metric["webhook.received"] == [1.0]
    assert metric["provider"] == "stripe"
    assert metric["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["provider", "service"]]
    assert "acme" not in json.dumps(metric)


def test_a_made_up_provider_becomes_no_metric_dimension(
    door: Door, capsys: pytest.CaptureFixture[str]
) -> None:
    door.knock(event(pathParameters={"provider": "made-up", "tenant_id": "t" * 500}))
    assert json.loads(capsys.readouterr().out)["provider"] == "unknown"
    assert door.line["tenant_id"] == "t" * 40


def test_the_door_imports_nothing_it_does_not_need() -> None:
    program = (
        "import runpy, sys\n"
        f"runpy.run_path({str(HANDLER)!r})\n"
        "from orderloom.adapters.provider_registry import Verifiers\n"
        "Verifiers(shipstation_jwks_url='http://x')('stripe')\n"
        "Verifiers(shipstation_jwks_url='http://x')('shipstation')\n"
        "print('\\n'.join(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    unwanted = {"pydantic", "stripe", "pynamodb", "requests", "jwt", "cryptography", "aws_xray_sdk"}
    unwanted |= {"tenacity", "orderloom.domain.facts", "orderloom.adapters.stripe.reader"}
    assert sorted(unwanted & loaded) == []
    assert "orderloom.adapters.stripe.verifier" in loaded
