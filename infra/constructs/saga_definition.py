"""The saga in the Amazon States Language.

Forward: ReserveStock, AwaitPayment (task token, time limit), ArrangeShipping.
Backward, from wherever it failed: VoidLabel, RefundPayment, ReleaseStock. What
cannot be undone becomes a task for a person, and the execution fails.

Written out instead of built from CDK tasks: those add permissions for every
version of a function, and here the definition can be read as it will run.
"""

from collections.abc import Mapping
from typing import Any, Final

State = dict[str, Any]

SAGA_STEPS: Final = (
    "reserve_stock",
    "await_payment",
    "arrange_shipping",
    "void_label",
    "refund_payment",
    "release_stock",
    "open_task",
)

_TRANSIENT: Final = [
    # A crash or a time-out: each step resumes what an earlier run of it began.
    "Runtime.ExitError",
    "Sandbox.Timedout",
    "Lambda.Unknown",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "TransientError",
    "Contended",
    # Each step loads again and decides again.
    "VersionConflict",
]
_ORDER: Final = {"tenant_id.$": "$.tenant_id", "order_id.$": "$.order_id"}


def saga_definition(*, functions: Mapping[str, str]) -> dict[str, Any]:
    """The state machine's definition; ``functions`` maps SAGA_STEPS to ARNs.

    Input: ``{"tenant_id", "order_id", "payment_window_seconds"}``.
    """
    return {
        "Comment": "Order, payment, shipping; and back",
        "StartAt": "ReserveStock",
        "States": {
            "ReserveStock": _step(
                functions["reserve_stock"],
                parameters=_ORDER,
                catch=[_catch(["OutOfStock"], "ReleaseStock"), _catch_all("VoidLabel")],
                follow={"Next": "AwaitPayment"},
            ),
            "AwaitPayment": _await_payment(functions["await_payment"]),
            "ArrangeShipping": _step(
                functions["arrange_shipping"],
                parameters={**_ORDER, "retries.$": "$$.State.RetryCount"},
                catch=[_catch_all("VoidLabel")],
                follow={"End": True},
            ),
            "VoidLabel": _undo(functions["void_label"], "VoidLabel", {"Next": "RefundPayment"}),
            "RefundPayment": _undo(
                functions["refund_payment"], "RefundPayment", {"Next": "ReleaseStock"}
            ),
            "ReleaseStock": _undo(functions["release_stock"], "ReleaseStock", {"End": True}),
            "OpenTask": _step(
                functions["open_task"],
                parameters={**_ORDER, "failure.$": "$.failure", "failed_step.$": "$.failed_step"},
                catch=[],
                follow={"Next": "NeedsPerson"},
                retries=_last_resort(),
            ),
            "NeedsPerson": {
                "Type": "Fail",
                "Error": "NeedsPerson",
                "Cause": "A compensation failed; a task was opened for an operator.",
            },
        },
    }


def _await_payment(function: str) -> State:
    return {
        **_step(
            "arn:aws:states:::lambda:invoke.waitForTaskToken",
            parameters={
                "FunctionName": function,
                "Payload": {**_ORDER, "task_token.$": "$$.Task.Token"},
            },
            catch=[_catch_all("RefundPayment")],
            follow={"Next": "ArrangeShipping"},
        ),
        "TimeoutSecondsPath": "$.payment_window_seconds",
    }


def _step(
    resource: str,
    *,
    parameters: Mapping[str, Any],
    catch: list[State],
    follow: State,
    retries: list[State] | None = None,
) -> State:
    state: State = {
        "Type": "Task",
        "Resource": resource,
        "Parameters": dict(parameters),
        # The order in the table is the state; the execution carries only its id.
        "ResultPath": None,
        "Retry": retries or _retries(),
        **follow,
    }
    return {**state, "Catch": catch} if catch else state


def _undo(function: str, name: str, follow: State) -> State:
    """A compensation: told why, tried hard, and handed to a person when it fails.

    The catcher's path names the step: OpenTask gets ``failed_step`` as
    ``{"<step>": {"Error": ..., "Cause": ...}}``, with no state spent on it.
    """
    return _step(
        function,
        parameters={**_ORDER, "failure.$": "$.failure"},
        catch=[_catch_all("OpenTask", f"$.failed_step.{name}")],
        follow=follow,
    )


def _retries() -> list[State]:
    return [
        # Giving an order up costs its sale, so a minute of throttling must not: some 65 seconds.
        _retry(_TRANSIENT, attempts=10, first=1, longest=20),
        # A sale starts more sagas at once than functions may run: they queue here. Nothing was
        # tried yet, so nothing is a reason to turn back: some four hours.
        _retry(["Lambda.TooManyRequestsException"], attempts=500, first=1, longest=60),
        # Until a move's freeze is over, which ends by itself: docs/decisions/0012.
        _retry(["TenantMoving"], attempts=100, first=2, longest=30),
        # Nobody is asked while a circuit is open, so waiting costs a transition and no more. With
        # full jitter those who waited come back over five minutes: some 16 hours of outage.
        _retry(["ProviderPaused"], attempts=400, first=15, longest=300),
        # Slow is not down; four times, and the order waits for a person: up to 22 seconds.
        _retry(["NoCarrierAnswered"], attempts=4, first=2, longest=8),
        # More parcels than an account may have calls; Shiprocket's are a thousand an hour. Some
        # four hours, and the order waits for a person. Were it asked for more seldom, turns would
        # go by unused when the rush is over.
        _retry(["CarriersBusy"], attempts=480, first=10, longest=60),
        # A provider's outage is measured in minutes.
        _retry(
            ["ProviderUnavailable", "RateLimited", "OutOfTurns"], attempts=8, first=2, longest=120
        ),
    ]


def _last_resort() -> list[State]:
    """Nothing is behind it: whatever fails is tried again, for some 25 hours.

    But for an order that is not there: it needs nobody.
    """
    return [
        {"ErrorEquals": ["NotFound"], "MaxAttempts": 0},
        _retry(["States.ALL"], attempts=1500, first=1, longest=60),
    ]


def _retry(errors: list[str], *, attempts: int, first: int, longest: int) -> State:
    return {
        "ErrorEquals": errors,
        "IntervalSeconds": first,
        "BackoffRate": 2,
        "MaxAttempts": attempts,
        "MaxDelaySeconds": longest,
        "JitterStrategy": "FULL",
    }


def _catch(errors: list[str], following: str, path: str = "$.failure") -> State:
    return {"ErrorEquals": errors, "Next": following, "ResultPath": path}


def _catch_all(following: str, path: str = "$.failure") -> State:
    return _catch(["States.ALL"], following, path)
