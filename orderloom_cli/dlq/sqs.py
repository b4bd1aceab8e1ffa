"""Dead letters in SQS."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from orderloom_cli.dlq.model import Attribute, DeadLetter, DeadLetterQueue, Depth, QueueSource
from orderloom_cli.dlq.ports import NotAcceptedError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_BATCH = 10
# Long polling asks every server of the queue: no message means there is none.
_WAIT_SECONDS = 1
_REPLAYED = Attribute("String", text="true")
_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


class SqsDeadLetters:
    """Implements DeadLetterStore."""

    def __init__(self, sqs: "SQSClient") -> None:
        self._sqs = sqs

    def depth(self, queue_url: str) -> Depth:
        answer = self._sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])
        counts = {str(name): value for name, value in answer.get("Attributes", {}).items()}
        return Depth(*(int(counts.get(name, 0)) for name in _COUNTS))

    def receive(self, queue: DeadLetterQueue, *, hidden_seconds: int) -> list[DeadLetter]:
        answer = self._sqs.receive_message(
            QueueUrl=queue.url,
            MaxNumberOfMessages=_BATCH,
            VisibilityTimeout=hidden_seconds,
            WaitTimeSeconds=_WAIT_SECONDS,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["All"],
        )
        return [_letter(queue, message) for message in answer.get("Messages", [])]

    def give_back(self, letters: Sequence[DeadLetter]) -> None:
        for start in range(0, len(letters), _BATCH):
            batch = letters[start : start + _BATCH]
            self._sqs.change_message_visibility_batch(
                QueueUrl=batch[0].queue.url,
                Entries=[
                    {"Id": str(index), "ReceiptHandle": each.receipt, "VisibilityTimeout": 0}
                    for index, each in enumerate(batch)
                ],
            )

    def send(self, letter: DeadLetter, to: QueueSource, *, group: str) -> str:
        attributes: Any = {
            name: _as_sqs(attribute)
            for name, attribute in {**letter.attributes, "replayed": _REPLAYED}.items()
        }
        with _refusals():
            answer = self._sqs.send_message(
                QueueUrl=to.url,
                MessageBody=letter.body,
                MessageAttributes=attributes,
                MessageGroupId=group,
            )
        return answer["MessageId"]

    def delete(self, letter: DeadLetter) -> None:
        with _refusals():
            self._sqs.delete_message(QueueUrl=letter.queue.url, ReceiptHandle=letter.receipt)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except ClientError as exc:
        error = exc.response.get("Error", {})
        raise NotAcceptedError(f"{error.get('Code')}: {error.get('Message')}") from exc


def _letter(queue: DeadLetterQueue, message: Mapping[str, Any]) -> DeadLetter:
    system = message.get("Attributes", {})
    attributes = message.get("MessageAttributes", {})
    return DeadLetter(
        queue=queue,
        message_id=message["MessageId"],
        receipt=message["ReceiptHandle"],
        body=message["Body"],
        attributes={
            name: Attribute(each["DataType"], each.get("StringValue"), each.get("BinaryValue"))
            for name, each in attributes.items()
        },
        sent_at=datetime.fromtimestamp(int(system.get("SentTimestamp", 0)) / 1000, UTC),
        receive_count=int(system.get("ApproximateReceiveCount", 0)),
        source_arn=system.get("DeadLetterQueueSourceArn"),
    )


def _as_sqs(attribute: Attribute) -> dict[str, Any]:
    if attribute.binary is not None:
        return {"DataType": attribute.data_type, "BinaryValue": attribute.binary}
    return {"DataType": attribute.data_type, "StringValue": attribute.text or ""}
