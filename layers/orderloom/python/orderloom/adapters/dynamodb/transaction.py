"""Several writes as one: all or none, and each with a word for its refusal."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from pynamodb.connection import TableConnection
from pynamodb.constants import ITEM
from pynamodb.exceptions import CancellationReason, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from orderloom.adapters.dynamodb.record import Record
from orderloom.adapters.dynamodb.vendor_errors import cancelled_for, our_error
from orderloom.errors import (
    AlreadyApplied,
    OrderloomError,
    TransactionTooLarge,
    VersionConflict,
)
from orderloom.keys import Key

MOST_ITEMS = 100
"""DynamoDB's limit for one transaction."""

_WHAT = "TransactWriteItems"
_NO_REASON = "None"


@dataclass(frozen=True)
class _Step:
    request: dict[str, Any]
    otherwise: OrderloomError | None


class Transaction:
    """Collects writes in a `with` block and commits them at its end.

    Raises (at the end of the block):
        OrderloomError: the `otherwise` of a write whose condition did not hold. Of several,
            AlreadyApplied first, as nothing else matters then; VersionConflict next, as the
            others may follow from it.
        VersionConflict: another transaction is writing one of the items at this moment.
        TransactionTooLarge, TransientError, Misconfigured.
    """

    def __init__(self, connection: TableConnection) -> None:
        self._connection = connection
        self._checks: list[_Step] = []
        self._deletes: list[_Step] = []
        self._puts: list[_Step] = []
        self._updates: list[_Step] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        failure: type[BaseException] | None,
        _exc: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if failure is None:
            self._commit()

    def check(self, key: Key, *, when: Condition, otherwise: OrderloomError) -> None:
        request = self._connection.get_operation_kwargs(key.pk, key.sk, condition=when)
        self._checks.append(_Step(request, otherwise))

    def delete(self, key: Key) -> None:
        """What is gone already stays gone."""
        request = self._connection.get_operation_kwargs(key.pk, key.sk)
        self._deletes.append(_Step(request, None))

    def put(
        self,
        record: Record,
        *,
        when: Condition | None = None,
        otherwise: OrderloomError | None = None,
    ) -> None:
        request = self._connection.get_operation_kwargs(
            *record.key, key=ITEM, attributes=record.serialize(), condition=when
        )
        self._puts.append(_Step(request, otherwise))

    def update(
        self,
        key: Key,
        changes: Sequence[Action],
        *,
        when: Condition | None = None,
        otherwise: OrderloomError | None = None,
    ) -> None:
        request = self._connection.get_operation_kwargs(
            key.pk, key.sk, actions=changes, condition=when
        )
        self._updates.append(_Step(request, otherwise))

    def _commit(self) -> None:
        # The order in which PynamoDB sends them, and so that of the reasons in an answer.
        steps = [*self._checks, *self._deletes, *self._puts, *self._updates]
        if len(steps) > MOST_ITEMS:
            raise TransactionTooLarge(len(steps), MOST_ITEMS)
        try:
            self._connection.connection.transact_write_items(
                condition_check_items=[step.request for step in self._checks],
                delete_items=[step.request for step in self._deletes],
                put_items=[step.request for step in self._puts],
                update_items=[step.request for step in self._updates],
            )
        except TransactWriteError as exc:
            raise _verdict(exc, steps) from exc


def _verdict(exc: TransactWriteError, steps: list[_Step]) -> OrderloomError:
    reasons = exc.cancellation_reasons
    refusals = [
        step.otherwise
        for step, reason in zip(steps, reasons, strict=False)
        if step.otherwise is not None and _refused(reason)
    ]
    if refusals:
        return min(refusals, key=_weight)
    given = [reason for reason in reasons if reason is not None and reason.code != _NO_REASON]
    return cancelled_for(given, _WHAT) if given else our_error(exc, _WHAT)


def _refused(reason: CancellationReason | None) -> bool:
    return reason is not None and reason.code == "ConditionalCheckFailed"


def _weight(refusal: OrderloomError) -> int:
    if isinstance(refusal, AlreadyApplied):
        return 0
    return 1 if isinstance(refusal, VersionConflict) else 2
