"""The saga as it will run: order, retries, and the way back."""

from typing import Any

import pytest
from orderloom.errors import NotFound, OrderloomError, TransientError, VersionConflict
from orderloom.services.carrier_patience import PATIENCE

from infra.constructs.saga_definition import SAGA_STEPS, saga_definition

DEFINITION = saga_definition(functions={name: f"arn:{name}" for name in SAGA_STEPS})
STATES: dict[str, dict[str, Any]] = DEFINITION["States"]
TASKS = [name for name, state in STATES.items() if state["Type"] == "Task"]
CAUGHT = [name for name in TASKS if "Catch" in STATES[name]]


def caught(state: str) -> dict[str, str]:
    return {
        error: catcher["Next"]
        for catcher in STATES[state]["Catch"]
        for error in catcher["ErrorEquals"]
    }


def patience(retry: dict[str, Any]) -> float:
    """How long a retrier goes on, in seconds, without its jitter."""
    waits = (
        min(retry["IntervalSeconds"] * retry["BackoffRate"] ** n, retry["MaxDelaySeconds"])
        for n in range(retry["MaxAttempts"])
    )
    return float(sum(waits))


def test_a_happy_order_enters_three_states() -> None:
    entered = [DEFINITION["StartAt"]]
    while "Next" in STATES[entered[-1]]:
        entered.append(STATES[entered[-1]]["Next"])
    assert entered == ["ReserveStock", "AwaitPayment", "ArrangeShipping"]


def test_every_forward_step_turns_back_at_what_may_have_been_done() -> None:
    assert caught("ReserveStock") == {"OutOfStock": "ReleaseStock", "States.ALL": "VoidLabel"}
    assert caught("AwaitPayment") == {"States.ALL": "RefundPayment"}
    assert caught("ArrangeShipping") == {"States.ALL": "VoidLabel"}


def test_compensation_runs_in_reverse() -> None:
    assert STATES["VoidLabel"]["Next"] == "RefundPayment"
    assert STATES["RefundPayment"]["Next"] == "ReleaseStock"
    assert STATES["ReleaseStock"]["End"]


@pytest.mark.parametrize("step", ["VoidLabel", "RefundPayment", "ReleaseStock"])
def test_a_compensation_that_fails_becomes_a_task_that_names_it(step: str) -> None:
    assert caught(step) == {"States.ALL": "OpenTask"}
    assert STATES[step]["Catch"][0]["ResultPath"] == f"$.failed_step.{step}"
    assert STATES["OpenTask"]["Next"] == "NeedsPerson"
    assert STATES["NeedsPerson"]["Type"] == "Fail"


@pytest.mark.parametrize("step", CAUGHT)
def test_transient_errors_are_retried_with_full_jitter(step: str) -> None:
    retried = {error: retry for retry in STATES[step]["Retry"] for error in retry["ErrorEquals"]}
    ours = {"TransientError", "Contended", "ProviderUnavailable"}
    assert {*ours, "Lambda.ServiceException"} <= retried.keys()
    assert "States.ALL" not in retried
    assert all(retry["JitterStrategy"] == "FULL" for retry in retried.values())
    assert 120 < patience(retried["TransientError"]) < patience(retried["ProviderUnavailable"])


def test_a_person_gets_the_parcel_before_the_saga_gives_its_order_up() -> None:
    retried = {
        error: retry["MaxAttempts"]
        for retry in STATES["ArrangeShipping"]["Retry"]
        for error in retry["ErrorEquals"]
    }
    for retries, error in PATIENCE.values():
        assert retries <= retried[error.__name__]


def test_opening_a_task_of_an_order_that_is_there_is_tried_for_a_day_whatever_fails() -> None:
    assert set(TASKS) - set(CAUGHT) == {"OpenTask"}
    never, retry = STATES["OpenTask"]["Retry"]
    assert never == {"ErrorEquals": [NotFound.__name__], "MaxAttempts": 0}
    assert retry["ErrorEquals"] == ["States.ALL"]
    assert patience(retry) > 24 * 3600


def tree(error: type[OrderloomError]) -> set[str]:
    """Names of an error and all below it: Step Functions compares names, not classes."""
    below = (one for one in error.__subclasses__() if one.__module__ == error.__module__)
    return {error.__name__}.union(*map(tree, below))


@pytest.mark.parametrize("step", CAUGHT)
def test_what_passes_is_never_a_reason_to_turn_back(step: str) -> None:
    retried = {error for retry in STATES[step]["Retry"] for error in retry["ErrorEquals"]}
    assert tree(TransientError) | tree(VersionConflict) <= retried


@pytest.mark.parametrize("step", TASKS)
def test_the_input_is_kept_and_a_step_gets_only_ids(step: str) -> None:
    state = STATES[step]
    assert state["ResultPath"] is None
    given = state["Parameters"].get("Payload", state["Parameters"])
    assert {"tenant_id.$", "order_id.$"} <= given.keys()


def test_a_payment_is_awaited_with_a_token_and_the_orders_own_limit() -> None:
    state = STATES["AwaitPayment"]
    assert state["Resource"].endswith(":lambda:invoke.waitForTaskToken")
    assert state["TimeoutSecondsPath"] == "$.payment_window_seconds"
    assert state["Parameters"]["Payload"]["task_token.$"] == "$$.Task.Token"


@pytest.mark.parametrize("task", CAUGHT)
def test_a_step_is_tried_again_after_a_crash_and_waits_its_turn_in_a_rush(task: str) -> None:
    retried = {error: retry for retry in STATES[task]["Retry"] for error in retry["ErrorEquals"]}
    assert {"Runtime.ExitError", "Sandbox.Timedout", "Lambda.Unknown"} <= retried.keys()
    assert patience(retried["Lambda.TooManyRequestsException"]) > 4 * 3600
