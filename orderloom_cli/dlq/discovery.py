"""Finding every dead-letter queue of a deployment: by what points at it, not by a list."""

import json
import re
from collections import defaultdict
from typing import Any

from orderloom_cli.aws import Aws
from orderloom_cli.deployment import Deployment, StackResource
from orderloom_cli.dlq.model import DeadLetterQueue, QueueSource, Source, StreamSource
from orderloom_cli.errors import NoSuchThingError

_QUEUE = "AWS::SQS::Queue"
_MAPPING = "AWS::Lambda::EventSourceMapping"
_HASH = re.compile(r"[0-9A-F]{8}$")


def find_queues(deployment: Deployment) -> dict[str, tuple[StackResource, dict[str, str]]]:
    """Every queue of the stack with its attributes, by ARN."""
    found = {}
    for resource in deployment.of_kind(_QUEUE):
        answer = deployment.aws.sqs.get_queue_attributes(
            QueueUrl=resource.physical_id, AttributeNames=["All"]
        )
        attributes = {str(name): value for name, value in answer["Attributes"].items()}
        found[attributes["QueueArn"]] = (resource, attributes)
    return found


def find_dead_letter_queues(deployment: Deployment) -> tuple[DeadLetterQueue, ...]:
    """The targets of a redrive policy, or of a stream reader's on-failure destination."""
    queues = find_queues(deployment)
    sources: dict[str, list[Source]] = defaultdict(list)
    for arn, (resource, attributes) in queues.items():
        policy = json.loads(attributes.get("RedrivePolicy") or "{}")
        if target := policy.get("deadLetterTargetArn"):
            name = f"{short_name(resource.logical_id)} queue"
            sources[target].append(QueueSource(name, arn, resource.physical_id))
    for mapping in deployment.of_kind(_MAPPING):
        target, source = _stream_reader(deployment.aws, mapping)
        if target and source:
            sources[target].append(source)
    letters = [
        DeadLetterQueue(
            short_name(queues[arn][0].logical_id), queues[arn][0].physical_id, arn, tuple(found)
        )
        for arn, found in sources.items()
        if arn in queues
    ]
    return tuple(sorted(letters, key=lambda queue: queue.name))


def chosen(queues: tuple[DeadLetterQueue, ...], name: str | None) -> tuple[DeadLetterQueue, ...]:
    """All queues, or the one a person named: short name, queue name, URL or ARN."""
    if name is None:
        return queues
    found = tuple(
        queue
        for queue in queues
        if name.lower() == queue.name or name in (queue.url, queue.arn, queue.url.split("/")[-1])
    )
    if not found:
        known = ", ".join(queue.name for queue in queues) or "none"
        raise NoSuchThingError(f"there is no dead-letter queue {name}; there are: {known}")
    return found


def short_name(logical_id: str) -> str:
    """`InboundDeadLettersQueue1A2B3C4D` is `inbound`: the construct without CDK's additions."""
    bare = _HASH.sub("", logical_id).removesuffix("Queue").removesuffix("DeadLetters")
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", bare)
    return "-".join(words).lower() or logical_id.lower()


def _stream_reader(aws: Aws, mapping: StackResource) -> tuple[str | None, StreamSource | None]:
    answer: Any = aws.functions.get_event_source_mapping(UUID=mapping.physical_id)
    target = ((answer.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
    if not target:
        return None, None
    filters = (answer.get("FilterCriteria") or {}).get("Filters") or []
    patterns = tuple(json.loads(each["Pattern"]) for each in filters)
    return target, StreamSource(
        "table stream", answer["EventSourceArn"], answer["FunctionArn"], patterns
    )
