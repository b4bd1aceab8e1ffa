"""Both queues on a real SQS: what goes in comes out."""

import boto3
import pytest
from orderloom.adapters.sqs import SqsInboundQueue
from orderloom.adapters.sqs_messages import decode_inbound, decode_reaction
from orderloom.adapters.sqs_reactions import SqsReactionQueue
from orderloom.adapters.sqs_sweeps import SqsSweeps, decode_sweep
from orderloom.domain.reactions import FailPayment, Reaction, ResumePayment, StartSaga, WakeParked
from orderloom.domain.sweep_messages import Sweep, SweepConnection, SweepEverybody, SweepTenants
from orderloom.domain.sweeps import Book
from orderloom.errors import Misconfigured, TransientError

from tests.builders.inbound import an_inbound_event
from tests.fakes.clock import MOMENT
from tests.integration.lambda_records import received
from tests.integration.wire import recorded

NOWHERE = "http://127.0.0.1/000000000000/nowhere"


@pytest.fixture
def queue_url(aws: None, request: pytest.FixtureRequest) -> str:  # noqa: ARG001 - environment
    name = request.node.name.replace("[", "-").replace("]", "")[:80]
    return boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"]


@pytest.mark.parametrize(
    "body",
    ['{"id": "evt_1"}', '{"name": "Zoë \U0001f6d2\\u0000"}', "\x00\x1f\ufffe", "x" * 256 * 1024],
    ids=["plain", "unicode", "what SQS refuses", "large"],
)
def test_an_inbound_event_survives_the_queue(queue_url: str, body: str) -> None:
    short = len(body) < 20
    event = an_inbound_event(body=body, replayed=short, swept=MOMENT if short else None)
    SqsInboundQueue(queue_url).send(event)
    (record,) = received(queue_url)
    assert decode_inbound(record) == event
    assert record["attributes"]["MessageGroupId"] == "acme"


def test_plain_bodies_travel_as_they_are(queue_url: str) -> None:
    SqsInboundQueue(queue_url).send(an_inbound_event(body='{"id": "evt_1"}'))
    (record,) = received(queue_url)
    assert record["body"] == '{"id": "evt_1"}'
    assert record["messageAttributes"]["encoding"]["stringValue"] == "text"


def test_reactions_find_their_queue_and_survive_it(queue_url: str) -> None:
    inbound_url = boto3.client("sqs").create_queue(QueueName="reactions-inbound")["QueueUrl"]
    steps: list[Reaction] = [
        *(StartSaga(tenant_id="acme", order_id="ord_1", attempt=n) for n in range(12)),
        ResumePayment(tenant_id="acme", order_id="ord_1"),
        FailPayment(tenant_id="acme", order_id="ord_1", error="PaymentDeclined"),
    ]
    wake = WakeParked(tenant_id="acme", provider="stripe", object_id="pi_1")
    queue = SqsReactionQueue(workflow_queue_url=queue_url, inbound_queue_url=inbound_url)
    with recorded() as requests:
        queue.send([wake, *steps])
    assert len(requests) == 3
    records = received(queue_url)
    assert [decode_reaction(record) for record in records] == steps
    assert {record["attributes"]["MessageGroupId"] for record in records} == {"acme"}
    assert [decode_inbound(record) for record in received(inbound_url)] == [wake]


@pytest.mark.usefixtures("aws")
def test_a_queue_that_is_not_there_stores_nothing() -> None:
    with pytest.raises(TransientError):
        SqsInboundQueue(NOWHERE).send(an_inbound_event())
    queue = SqsReactionQueue(workflow_queue_url=NOWHERE, inbound_queue_url=NOWHERE)
    with pytest.raises(Misconfigured):
        queue.send([ResumePayment(tenant_id="acme", order_id="ord_1")])


def test_sweeps_survive_their_queue_each_in_its_tenants_group(queue_url: str) -> None:
    one = SweepConnection(book=Book.PAYMENTS, tenant_id="acme", provider="stripe", after="x")
    sweeps: list[Sweep] = [
        SweepEverybody(book=Book.PAYOUTS),
        SweepTenants(book=Book.EVENTS, shard=3),
        one,
    ]
    SqsSweeps(queue_url).send(sweeps)
    records = received(queue_url)
    assert [decode_sweep(record) for record in records] == sweeps
    groups = [record["attributes"]["MessageGroupId"] for record in records]
    assert groups == ["all-tenants", "all-tenants", "acme"]
