"""One DynamoDB table, reached with one set of credentials.

PynamoDB's models carry their table in a class attribute; here records are shapes only, and
this is what binds them, at run time and without global state: an isolated tenant is just
another `Table`.
"""

import copy
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore.loaders import create_loader
from pynamodb.connection import TableConnection
from pynamodb.constants import UPDATED_NEW
from pynamodb.exceptions import DeleteError, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from orderloom.adapters.aws_config import CONNECT_SECONDS, READ_SECONDS, RETRIES
from orderloom.adapters.dynamodb.record import Item, R, Record, record_of
from orderloom.adapters.dynamodb.schema import meta_table
from orderloom.adapters.dynamodb.transaction import Transaction
from orderloom.adapters.dynamodb.vendor_errors import CONDITION_FAILED, our_error, translated
from orderloom.errors import OrderloomError, TransientError
from orderloom.keys import Key

_BATCH = 100
_FRUITLESS_ROUNDS = 5
_FIRST_WAIT_SECONDS = 0.05

_MODELS = create_loader()
"""Of botocore, shared: each tenant's client would otherwise read and keep 10 MB of its own."""


@dataclass(frozen=True)
class Credentials:
    """Temporary credentials, say those held to one tenant's keys; masked in `repr`."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(repr=False)


class Table:
    """Thread-safe; the client is made on first use and kept.

    Without `credentials` the environment's are used, as is its `AWS_ENDPOINT_URL`.
    """

    def __init__(
        self, name: str, *, region: str | None = None, credentials: Credentials | None = None
    ) -> None:
        self.name = name
        self._guard: Callable[[], None] | None = None
        self._connection = TableConnection(
            name,
            region=region,
            connect_timeout_seconds=CONNECT_SECONDS,
            read_timeout_seconds=READ_SECONDS,
            max_retry_attempts=RETRIES,
            aws_access_key_id=credentials.access_key_id if credentials else None,
            aws_secret_access_key=credentials.secret_access_key if credentials else None,
            aws_session_token=credentials.session_token if credentials else None,
            # Given here, PynamoDB never asks DynamoDB to describe the table.
            meta_table=meta_table(name),
        )
        self._connection.connection.session.register_component("data_loader", _MODELS)

    def as_tenant(self, tenant_id: str) -> "Table":  # noqa: ARG002 - none to scope
        """The same table by credentials that reach this tenant's items only, if it has any."""
        return self

    def guarded(self, guard: Callable[[], None]) -> "Table":
        """The same table; `guard` is called before every write and may refuse it by raising."""
        guarded = copy.copy(self)
        guarded._guard = guard  # noqa: SLF001 - a copy of this very class
        return guarded

    def get(self, record: type[R], key: Key) -> R | None:
        """Read consistently."""
        with translated("GetItem"):
            answer = self._connection.get_item(key.pk, key.sk, consistent_read=True)
        item = answer.get("Item")
        return record_of(record, item) if item else None

    def get_all(
        self, record: type[R], keys: Iterable[Key], *, consistent: bool = True
    ) -> dict[Key, R]:
        """Those that exist. Raises TransientError if some stay unread."""
        waiting: list[dict[str, Any]] = [{"PK": pk, "SK": sk} for pk, sk in dict.fromkeys(keys)]
        found: dict[Key, R] = {}
        fruitless = 0
        while waiting:
            items, unread = self._batch(waiting[:_BATCH], consistent=consistent)
            found |= {read.key: read for read in (record_of(record, item) for item in items)}
            waiting = unread + waiting[_BATCH:]
            fruitless = fruitless + 1 if unread and not items else 0
            if fruitless:
                _wait(fruitless)
        return found

    def query(
        self,
        partition: str,
        *,
        where: Condition | None = None,
        index: str | None = None,
        newest_first: bool = False,
        page_size: int | None = None,
    ) -> Iterator[Item]:
        """Items of one partition, fetched page by page as they are asked for.

        Consistent, but for an index: those cannot be.
        """
        start: dict[str, Any] | None = None
        while True:
            with translated("Query"):
                page = self._connection.query(
                    partition,
                    range_key_condition=where,
                    consistent_read=index is None,
                    exclusive_start_key=start,
                    index_name=index,
                    limit=page_size,
                    scan_index_forward=not newest_first,
                )
            yield from page["Items"]
            start = page.get("LastEvaluatedKey")
            if not start:
                return

    def put(
        self,
        record: Record,
        *,
        when: Condition | None = None,
        otherwise: OrderloomError | None = None,
    ) -> None:
        """Raises `otherwise` if `when` does not hold; VersionConflict during a transaction."""
        self.refuse_if_guarded()
        try:
            self._connection.put_item(*record.key, attributes=record.serialize(), condition=when)
        except PutError as exc:
            if otherwise is not None and exc.cause_response_code == CONDITION_FAILED:
                raise otherwise from exc
            raise our_error(exc, "PutItem") from exc

    def delete(
        self,
        key: Key,
        *,
        when: Condition | None = None,
        otherwise: OrderloomError | None = None,
    ) -> None:
        """Raises as `put` does."""
        self.refuse_if_guarded()
        try:
            self._connection.delete_item(key.pk, key.sk, condition=when)
        except DeleteError as exc:
            if otherwise is not None and exc.cause_response_code == CONDITION_FAILED:
                raise otherwise from exc
            raise our_error(exc, "DeleteItem") from exc

    def update(
        self,
        key: Key,
        changes: Sequence[Action],
        *,
        when: Condition | None = None,
        otherwise: OrderloomError | None = None,
    ) -> Item:
        """The changed attributes as they are now. Raises as `put` does."""
        self.refuse_if_guarded()
        try:
            answer = self._connection.update_item(
                key.pk, key.sk, actions=changes, condition=when, return_values=UPDATED_NEW
            )
        except UpdateError as exc:
            if otherwise is not None and exc.cause_response_code == CONDITION_FAILED:
                raise otherwise from exc
            raise our_error(exc, "UpdateItem") from exc
        attributes: Item = answer.get("Attributes", {})
        return attributes

    def writing(self) -> Transaction:
        self.refuse_if_guarded()
        return Transaction(self._connection)

    def refuse_if_guarded(self) -> None:
        """Raises what a write would: for who has to write elsewhere first."""
        if self._guard is not None:
            self._guard()

    def _batch(
        self, keys: list[dict[str, Any]], *, consistent: bool
    ) -> tuple[list[Item], list[dict[str, Any]]]:
        with translated("BatchGetItem"):
            answer = self._connection.batch_get_item(keys, consistent_read=consistent)  # type: ignore[arg-type]  # keys are maps, whatever the annotation says
        unread = answer.get("UnprocessedKeys", {}).get(self.name, {}).get("Keys", [])
        return answer["Responses"].get(self.name, []), unread


def _wait(rounds: int) -> None:
    if rounds > _FRUITLESS_ROUNDS:
        raise TransientError("BatchGetItem: keys stay unprocessed")
    time.sleep(random.uniform(0, _FIRST_WAIT_SECONDS * 2**rounds))  # noqa: S311 - jitter
