"""Which calls are places to die at, whose they are, and which of them a quick run draws."""

import json
from pathlib import Path

import pytest

from tests.proof.answers import refusal
from tests.proof.calls import Asked, Tenants, asked_of_aws, asked_of_provider
from tests.proof.checker.evidence import Violation
from tests.proof.earlier import earlier
from tests.proof.findings import Caught, Faced, Findings
from tests.proof.flows import FLOWS
from tests.proof.points import Point, both_ways, distinct, points_of, sampled, together, trial_of
from tests.proof.report import write_report
from tests.proof.troubles import Call, Crash, Fault
from tests.proof.wire import Made

SIGNED = "AWS4-HMAC-SHA256 Credential=AKIA1/20250101/us-east-1/{}/aws4_request, SignedHeaders=x"


def dynamodb(operation: str, body: object) -> Asked:
    headers = {
        "authorization": SIGNED.format("dynamodb"),
        "x-amz-target": f"DynamoDB_20120810.{operation}",
    }
    return asked_of_aws("POST", "/", headers, json.dumps(body).encode())


def item(partition: str, sort: str, **more: str) -> dict[str, dict[str, str]]:
    names = {"PK": partition, "SK": sort, **more}
    return {name: {"S": value} for name, value in names.items()}


ORDER = "T#shop-12#ORD#ord_1"


def test_a_call_is_named_by_what_it_is_about() -> None:
    asked = dynamodb("GetItem", {"Key": item(ORDER, "ORDER")})
    assert asked.name == "dynamodb GetItem ORDER"
    steps = [
        {"Update": {"Key": item(ORDER, "ORDER")}},
        {"Put": {"Item": item(ORDER, "EVENT#stripe#evt_1")}},
        {"Put": {"Item": item(ORDER, "EVENT#00000002")}},
        {"Put": {"Item": item(ORDER, "LEDGER#stripe#pi_1#captured")}},
    ]
    asked = dynamodb("TransactWriteItems", {"TransactItems": steps})
    assert asked.name == "dynamodb TransactWriteItems ORDER EVENT#stripe EVENT LEDGER#stripe"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/stripe/v1/payment_intents", "stripe POST /v1/payment_intents"),
        ("/stripe/v1/payment_intents/pi_3Mtw", "stripe POST /v1/payment_intents/*"),
        ("/shipstation/v2/labels/rates/se-28529", "shipstation POST /v2/labels/rates/*"),
    ],
)
def test_a_providers_call_is_named_without_ids(path: str, name: str) -> None:
    assert asked_of_provider("POST", path, {}, b"").name == name


def test_a_call_is_known_by_tenant_key_and_token() -> None:
    tenants = Tenants()
    saved = dynamodb("PutItem", {"Item": item(ORDER, "TOKEN", token="tok-9")})
    assert tenants.of(saved) == {"shop-12"}
    tenants.learn(saved, tenants.of(saved), "{}")
    headers = {"authorization": SIGNED.format("states"), "x-amz-target": "S.SendTaskSuccess"}
    answered = asked_of_aws("POST", "/", headers, b'{"taskToken": "tok-9"}')
    assert tenants.of(answered) == {"shop-12"}
    assert tenants.of(asked_of_aws("POST", "/", headers, b'{"taskToken": "tok-8"}')) == set()


def test_credentials_given_to_a_tenant_are_known_again() -> None:
    tenants = Tenants()
    headers = {"authorization": SIGNED.format("sts")}
    body = b"Action=AssumeRole&Tags.member.1.Value=shop-3"
    assumed = asked_of_aws("POST", "/", headers, body)
    answer = "<AccessKeyId>ASIA7</AccessKeyId>"
    assert assumed.name == "sts AssumeRole"
    assert tenants.learn(assumed, tenants.of(assumed), answer) == "ASIA7"


def test_each_call_is_a_place_to_die_before_and_after() -> None:
    calls = [Call("relay", "sqs SendMessageBatch", 1), Call("relay", "sqs SendMessageBatch", 2)]
    made = [Made(call, "200") for call in (*calls, Call("", "unknown", 1), calls[0])]
    points = points_of("delivered", made)
    assert len(points) == 4
    assert (distinct(points), both_ways(points)) == (2, 2)
    assert (distinct(points[:3]), both_ways(points[:3])) == (2, 1)


def test_a_sample_is_the_seeds_and_leaves_no_function_out() -> None:
    points = [
        Point(flow.name, Call(function, "x", nth), after)
        for flow in FLOWS[:3]
        for function, times in (("relay", 20), ("authorize", 1))
        for nth in range(times)
        for after in (False, True)
    ]
    drawn = sampled(points, 6, seed=1)
    assert drawn == sampled(list(reversed(points)), 6, seed=1) != sampled(points, 6, seed=2)
    assert distinct(drawn) == 3
    assert {point.call.function for point in drawn} == {"relay", "authorize"}


def test_what_another_flow_has_shown_comes_later() -> None:
    calls = [Call("relay", "x", nth) for nth in range(5)]
    points = [Point(flow.name, call, after=True) for flow in FLOWS[:3] for call in calls]
    assert {point.call for point in sampled(points, 5, seed=1)} == set(calls)
    assert len(sampled(points, 99, seed=1)) == len(points)


def test_a_crash_happens_once_where_it_is_meant_to() -> None:
    asked = dynamodb("GetItem", {"Key": item(ORDER, "ORDER")})
    crash = Crash(Call("relay", "x", 2), takes_effect=True)
    met = [crash.claims(Call("relay", "x", nth), asked) for nth in (1, 2, 2)]
    assert met == [False, True, False]
    like = Crash(Call("relay", "x", 2), takes_effect=True, like=True, times=2)
    met = [like.claims(Call("relay", f"yxy{nth}", 1), asked) for nth in range(4)]
    assert met == [False, True, True, False]


def test_a_fault_is_one_services() -> None:
    call, asked = Call("relay", "x", 1), dynamodb("GetItem", {"Key": item(ORDER, "ORDER")})
    assert not Fault("sqs", "slow", 1).claims(call, asked)
    assert not Fault("dynamodb", "slow", 1, function="other").claims(call, asked)
    fault = Fault("dynamodb", "slow", 2)
    assert [fault.claims(call, asked) for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("service", ["dynamodb", "sqs", "states", "kms", "sts", "s3", "stripe"])
@pytest.mark.parametrize("kind", ["throttled", "unavailable"])
def test_a_refusal_is_one_the_sdk_repeats(service: str, kind: str) -> None:
    assert refusal(service, kind).status_code in {400, 429, 500, 503}


def test_the_report_tells_what_was_found(tmp_path: Path) -> None:
    findings = Findings(7, "quick", caught={"a": Caught("a <bug>", [], 1.0)})
    findings.add([], [Violation("one label", "shop-1", "ord_1", "bought twice")])
    write_report(findings, tmp_path)
    page, document = (tmp_path / "proof.html").read_text(), (tmp_path / "proof.json").read_text()
    assert "a &lt;bug&gt;" in page
    assert "bought twice" in page
    told = json.loads(document)
    assert told["verdict"] == "crash points: 0, faults: 0, violations: 1, planted bugs caught: 0/1"
    assert (told["holds"], told["seed"]) == (False, 7)


def test_a_run_goes_on_with_what_an_earlier_one_has_found(tmp_path: Path) -> None:
    point = Point("delivered", Call("relay", "sqs SendMessageBatch", 2), after=True)
    found = Findings(7, "full", points={point}, faults=[Faced("sqs slow", "delivered: slow")])
    found.caught = {"a": Caught("a", ["one label: seen"], 1.0), "b": Caught("b", [], 1.0)}
    found.add([], [Violation("one label", "shop-1", "ord_1", "bought twice")])
    write_report(found, tmp_path)
    again = earlier(tmp_path, 7, "full")
    assert (again.points, again.faults, again.broken) == (found.points, found.faults, found.broken)
    assert set(again.caught) == {"a"}
    assert earlier(tmp_path, 8, "full") == Findings(8, "full")


def test_an_order_meets_deaths_of_different_functions() -> None:
    points = [
        Point(flow.name, Call(function, "x", 1), after)
        for flow in FLOWS[:2]
        for function in ("relay", "authorize", "drive_saga", "apply_event")
        for after in (False, True)
    ]
    groups = together(points, 3)
    assert sorted(point for group in groups for point in group) == sorted(points)
    for group in groups:
        assert len({point.flow for point in group}) == 1
        assert len({point.call.function for point in group}) == len(group) <= 3
    assert len(groups) <= len(points) // 2
    assert [crash.at for crash in trial_of(groups[0]).troubles.crashes] == [
        point.call for point in groups[0]
    ]
