"""Every error has its answer, and none says more than it should."""

import inspect
import io

import pytest
from orderloom import errors
from orderloom.errors import InsufficientStock, NotFound, ProviderRefused, ProviderUnavailable
from orderloom.http import problems
from orderloom.http.error_map import MEANING, kind_of, problem_of
from orderloom.http.problems import Kind, Refused

from tests.unit.http.client import Client

TREE = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, errors.OrderloomError)
]
KINDS = [kind for kind in vars(problems).values() if isinstance(kind, Kind)]


@pytest.mark.parametrize("error", TREE)
def test_every_error_is_mapped(error: type[errors.OrderloomError]) -> None:
    assert error in MEANING


def test_every_kind_of_problem_has_a_slug_of_its_own() -> None:
    assert len({kind.slug for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_tried_again_says_when(kind: Kind) -> None:
    repeatable = kind.status == 503 or kind.slug == "try-again"
    assert (kind.retry_after is not None) == repeatable


def test_an_error_of_a_later_day_is_answered_as_its_nearest_base() -> None:
    class Later(errors.Conflict):
        pass

    assert kind_of(Later("x")) is problems.CONFLICT
    assert kind_of(KeyError("x")) is problems.INTERNAL_ERROR


@pytest.mark.parametrize(
    "error",
    [
        ValueError("secret"),
        ProviderUnavailable("stripe", "create", "secret"),
        ProviderRefused("stripe", "create", "secret", "secret"),
        errors.VersionConflict("secret"),
        errors.TransientError("secret"),
        NotFound("order", "secret"),
    ],
)
def test_inner_workings_are_not_told(error: Exception) -> None:
    assert "secret" not in problem_of(error, "req-1").model_dump_json()


def test_what_speaks_of_the_request_is_told() -> None:
    problem = problem_of(InsufficientStock("TEA-1", requested=5, available=2), "req-1")
    assert problem.detail == "TEA-1: 5 asked for, 2 left."
    assert problem_of(Refused(problems.FORBIDDEN, "No."), "req-1").detail == "No."


def test_the_unexpected_is_answered_logged_and_not_told(log: io.StringIO) -> None:
    client = Client()
    client.container.orders("acme").faults.before("idempotent", RuntimeError("table on fire"))
    answer = client.order()
    assert (answer.status, answer.slug) == (500, "internal-error")
    assert answer.json["instance"] == "urn:orderloom:request:req-1"
    assert "fire" not in str(answer.json)
    logged = log.getvalue()
    assert "table on fire" in logged
    assert "Traceback" in logged
    assert "ada@example.org" not in logged
