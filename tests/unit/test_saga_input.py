"""What Step Functions hands to the saga's functions."""

import json

import pytest
from orderloom.domain.closing import Failure
from orderloom.saga_input import AwaitInput, CaughtError, TaskInput

TRACE = json.dumps(
    {"errorMessage": "stripe: timed out", "errorType": "ProviderUnavailable", "stackTrace": ["x"]}
)


@pytest.mark.parametrize(
    ("cause", "detail"),
    [(TRACE, "stripe: timed out"), ("plain", "plain"), ("[1]", "[1]"), ("", ""), ("{}", "")],
)
def test_people_get_the_message_not_the_stack_trace(cause: str, detail: str) -> None:
    caught = CaughtError(Error="ProviderUnavailable", Cause=cause)
    assert caught.described() == Failure(error="ProviderUnavailable", detail=detail)


def test_a_long_cause_is_cut_before_it_is_stored() -> None:
    assert len(CaughtError(Error="E", Cause="x" * 30_000).described().detail) == 500


def test_a_task_knows_which_step_failed() -> None:
    given = TaskInput.model_validate(
        {
            "tenant_id": "acme",
            "order_id": "ord_1",
            "failure": {"Error": "OrderCancelled"},
            "failed_step": {"VoidLabel": {"Error": "ProviderUnavailable", "Cause": TRACE}},
        }
    )
    name, failure = given.failed()
    assert (name, failure.error) == ("VoidLabel", "ProviderUnavailable")


def test_a_task_token_is_never_shown() -> None:
    step = AwaitInput.model_validate(
        {"tenant_id": "acme", "order_id": "ord_1", "task_token": "very-secret"}
    )
    assert "very-secret" not in repr(step)
