import json
from typing import Any, cast

import pytest

from orderloom_cli.aws import Aws
from orderloom_cli.deployment import Deployment
from orderloom_cli.dlq.discovery import chosen, find_dead_letter_queues, short_name
from orderloom_cli.dlq.model import QueueSource, StreamSource
from orderloom_cli.errors import InconsistentError, NoSuchThingError, NothingDeployedError
from tests.unit.cli.aws_stubs import StubAws, StubCloudFormation, StubFunctions, StubSqs

PATTERN = {"eventName": ["INSERT"]}
QUEUE, MAPPING = "AWS::SQS::Queue", "AWS::Lambda::EventSourceMapping"


def resource(logical_id: str, physical_id: str, kind: str) -> dict[str, str]:
    return {
        "LogicalResourceId": logical_id,
        "PhysicalResourceId": physical_id,
        "ResourceType": kind,
    }


def queue(arn: str, redrives_to: str | None = None) -> dict[str, str]:
    policy = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": redrives_to})}
    return {"QueueArn": arn, **(policy if redrives_to else {})}


def deployed(**outputs: str) -> Deployment:
    aws = StubAws(
        cloudformation=StubCloudFormation(
            [
                resource("InboundQueue72656294", "u/in", QUEUE),
                resource("InboundDeadLettersQueue99AF2BF0", "u/in-dead", QUEUE),
                resource("RelayFeedDeadLettersQueue0A0A0A0A", "u/relay-dead", QUEUE),
                resource("LonelyQueueAAAAAAAA", "u/lonely", QUEUE),
                resource("InboundFeed", "uuid-1", MAPPING),
                resource("RelayFeed", "uuid-2", MAPPING),
                resource("Table", "table", "AWS::DynamoDB::Table"),
            ],
            outputs or None,
        ),
        sqs=StubSqs(
            {
                "u/in": queue("arn:in", "arn:in-dead"),
                "u/in-dead": queue("arn:in-dead"),
                "u/relay-dead": queue("arn:relay-dead"),
                "u/lonely": queue("arn:lonely", "arn:of-another-stack"),
            }
        ),
        functions=StubFunctions({"uuid-1": mapping("arn:in"), "uuid-2": relay_mapping()}),
    )
    return Deployment("Orderloom-dev", cast("Aws", aws))


def mapping(source: str) -> dict[str, Any]:
    return {"EventSourceArn": source, "FunctionArn": "fn", "DestinationConfig": None}


def relay_mapping() -> dict[str, Any]:
    return {
        "EventSourceArn": "arn:stream",
        "FunctionArn": "relay-fn",
        "DestinationConfig": {"OnFailure": {"Destination": "arn:relay-dead"}},
        "FilterCriteria": {"Filters": [{"Pattern": json.dumps(PATTERN)}]},
    }


def test_dead_letter_queues_are_those_that_something_points_at() -> None:
    inbound, relay = find_dead_letter_queues(deployed())
    assert (inbound.name, inbound.url) == ("inbound", "u/in-dead")
    assert inbound.sources == (QueueSource("inbound queue", "arn:in", "u/in"),)
    assert (relay.name, relay.url) == ("relay-feed", "u/relay-dead")
    assert relay.sources == (StreamSource("table stream", "arn:stream", "relay-fn", (PATTERN,)),)


@pytest.mark.parametrize("name", ["inbound", "Inbound", "u/in-dead", "arn:in-dead", "in-dead"])
def test_a_queue_is_chosen_by_any_of_its_names(name: str) -> None:
    [found] = chosen(find_dead_letter_queues(deployed()), name)
    assert found.name == "inbound"


def test_an_unknown_queue_is_refused_with_those_there_are() -> None:
    with pytest.raises(NoSuchThingError, match="there are: inbound, relay-feed"):
        chosen(find_dead_letter_queues(deployed()), "workflow")


@pytest.mark.parametrize(
    ("logical_id", "name"),
    [
        ("InboundDeadLettersQueue99AF2BF0", "inbound"),
        ("SQSFeedQueue00000000", "sqs-feed"),
        ("DeadLettersQueue00000000", "deadlettersqueue00000000"),
    ],
)
def test_short_names(logical_id: str, name: str) -> None:
    assert short_name(logical_id) == name


def test_outputs_are_the_stacks() -> None:
    deployment = deployed(ApiUrl="https://api.example/")
    assert deployment.api_url == "https://api.example"
    with pytest.raises(InconsistentError, match="no output TableName"):
        deployment.output("TableName")


def test_a_stack_that_is_not_there_is_told_with_its_region() -> None:
    with pytest.raises(NothingDeployedError, match="no stack Orderloom-dev in eu-central-1"):
        deployed().output("ApiUrl")
