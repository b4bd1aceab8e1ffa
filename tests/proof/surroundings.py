"""What goes on around orders: clocks that differ, an emulator that stops, poison, old news."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from orderloom_cli.dlq.model import StreamSource
from orderloom_cli.dlq.ports import NotAcceptedError
from orderloom_cli.dlq.stream_batch import StreamBatch
from tests.proof.operator import POISON
from tests.proof.packaged import Edit
from tests.proof.theatre import Theatre

_SKEW = Edit(
    "adapters/system_clock.py",
    "return datetime.now(UTC)",
    "import datetime as d, os, zlib\n\n"
    '        name = os.environ["POWERTOOLS_SERVICE_NAME"].encode()\n'
    "        return datetime.now(UTC) + d.timedelta(seconds=zlib.crc32(name) % 241 - 120)",
)
_PAUSE_SECONDS = 6.0
_BETWEEN_SECONDS = 5.0


@contextmanager
def skewed(theatre: Theatre) -> Iterator[None]:
    """The clock of each function is up to two minutes off, each by another amount."""
    with theatre.code.changed([_SKEW]):
        theatre.wire.workers.kill_all()
        yield
    theatre.wire.workers.kill_all()


@contextmanager
def stopped_now_and_then(theatre: Theatre) -> Iterator[None]:
    """All of AWS stands still for longer than anybody waits, and goes on."""
    workers = theatre.wire.workers

    def stop(over: threading.Event) -> None:
        workers.pause(stopped=True)
        over.wait(_PAUSE_SECONDS)
        workers.pause(stopped=False)

    with _repeated(stop, times=3):
        yield


@contextmanager
def poisoned(theatre: Theatre) -> Iterator[None]:
    """Messages nobody can read, among those that can be; an operator purges them in the end."""
    outputs, sqs = theatre.world.details.outputs, theatre.world.client("sqs")
    queues = (outputs["InboundQueueUrl"], outputs["WorkflowQueueUrl"])

    def send(_over: threading.Event) -> None:
        for queue in queues:
            sqs.send_message(
                QueueUrl=queue,
                MessageBody=POISON,
                MessageAttributes={
                    "tenant_id": {"DataType": "String", "StringValue": "shop-poison"}
                },
                MessageGroupId="shop-poison",
            )
            theatre.operator.poison += 1

    with _repeated(send, times=4):
        yield


@contextmanager
def told_again(theatre: Theatre) -> Iterator[None]:
    """The relay hears of changes again, in another order than they were made."""
    bench, chance = theatre.operator.bench, random.Random(1)
    streams = theatre.world.client("dynamodbstreams")
    table = f"/{theatre.world.details.outputs['TableName']}/"
    (source,) = {
        found.arn: found
        for queue in bench.queues
        for found in queue.sources
        if isinstance(found, StreamSource)
        and "relay" in found.function.lower()
        and table in found.arn
    }.values()
    shards = streams.describe_stream(StreamArn=source.arn)["StreamDescription"]["Shards"]
    iterators = {
        shard["ShardId"]: streams.get_shard_iterator(
            StreamArn=source.arn, ShardId=shard["ShardId"], ShardIteratorType="LATEST"
        )["ShardIterator"]
        for shard in shards
    }

    def tell(_over: threading.Event) -> None:
        for shard_id, iterator in iterators.items():
            page = streams.get_records(ShardIterator=iterator)
            iterators[shard_id] = page["NextShardIterator"]
            numbers = [record["dynamodb"]["SequenceNumber"] for record in page["Records"]]
            if not numbers:
                continue
            batch = StreamBatch(source.arn, shard_id, numbers[0], numbers[-1], len(numbers), "", "")
            records = bench.streams.records(source, batch)
            chance.shuffle(records)
            for start in range(0, len(records), 50):
                try:
                    bench.streams.hand_over(source, records[start : start + 50])
                except NotAcceptedError:
                    continue  # as a batch that fails: the stream's own reader has it too

    with _repeated(tell, times=40, every=1.0):
        yield


@contextmanager
def _repeated(
    act: Callable[[threading.Event], None], *, times: int, every: float = _BETWEEN_SECONDS
) -> Iterator[None]:
    """Beside the block, until it ends."""
    over = threading.Event()

    def work() -> None:
        for _ in range(times):
            act(over)
            if over.wait(every):
                return

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
