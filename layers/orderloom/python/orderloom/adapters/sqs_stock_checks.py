"""The hourly reconciliation over SQS."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter

from orderloom.adapters.sqs_messages import decoded
from orderloom.adapters.sqs_sender import Outgoing, SqsSender
from orderloom.domain.stock_checks import CheckTenant, StockCheck
from orderloom.ports.stock_check_queue import StockCheckQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_EVERYBODY = "all-tenants"
_CHECK: TypeAdapter[StockCheck] = TypeAdapter(Annotated[StockCheck, Field(discriminator="kind")])


def decode_stock_check(record: Mapping[str, Any]) -> StockCheck:
    """A message of the queue. Raises MalformedEvent: none of ours."""
    return decoded(record, _CHECK)


class SqsStockChecks(StockCheckQueue):
    """Grouped by tenant, so that the queue is fair."""

    def __init__(self, queue_url: str, *, sqs: "Callable[[], SQSClient] | None" = None) -> None:
        self._queue_url = queue_url
        self._sender = SqsSender(sqs)

    def send(self, checks: Sequence[StockCheck]) -> None:
        self._sender.send(self._queue_url, [_message(each) for each in checks])


def _message(check: StockCheck) -> Outgoing:
    group = check.tenant_id if isinstance(check, CheckTenant) else _EVERYBODY
    return Outgoing(check.kind, group, check.model_dump_json())
