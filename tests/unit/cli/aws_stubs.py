"""AWS clients that answer from dictionaries: only what the command line calls."""

import io
import json
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError


def refusal(code: str, operation: str = "Operation") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, operation)


@dataclass
class StubCloudFormation:
    resources: list[dict[str, str]] = field(default_factory=list)
    outputs: dict[str, str] | None = None

    def describe_stacks(self, **request: Any) -> dict[str, Any]:
        if self.outputs is None:
            raise refusal("ValidationError", "DescribeStacks")
        outputs = [{"OutputKey": key, "OutputValue": text} for key, text in self.outputs.items()]
        return {"Stacks": [{"StackName": request["StackName"], "Outputs": outputs}]}

    def get_paginator(self, operation: str) -> "StubCloudFormation":
        assert operation == "list_stack_resources"
        return self

    def paginate(self, **_request: Any) -> list[dict[str, Any]]:
        half = len(self.resources) // 2
        return [
            {"StackResourceSummaries": self.resources[:half]},
            {"StackResourceSummaries": self.resources[half:]},
        ]


@dataclass
class StubSqs:
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    error: ClientError | None = None

    def get_queue_attributes(self, **request: Any) -> dict[str, Any]:
        return {"Attributes": self.attributes[request["QueueUrl"]]}

    def receive_message(self, **request: Any) -> dict[str, Any]:
        self.calls.append(("receive", request))
        return {"Messages": self.messages} if self.messages else {}

    def send_message(self, **request: Any) -> dict[str, Any]:
        self.calls.append(("send", request))
        if self.error:
            raise self.error
        return {"MessageId": "new"}

    def delete_message(self, **request: Any) -> dict[str, Any]:
        self.calls.append(("delete", request))
        if self.error:
            raise self.error
        return {}

    def change_message_visibility_batch(self, **request: Any) -> dict[str, Any]:
        self.calls.append(("give back", request))
        return {}


@dataclass
class StubFunctions:
    """Event source mappings by UUID; `answer` is what an invocation returns."""

    mappings: dict[str, dict[str, Any]] = field(default_factory=dict)
    answer: Any = None
    function_error: str | None = None
    invoked: list[Any] = field(default_factory=list)

    def get_event_source_mapping(self, **request: Any) -> dict[str, Any]:
        return self.mappings[request["UUID"]]

    def invoke(self, **request: Any) -> dict[str, Any]:
        self.invoked.append(json.loads(request["Payload"]))
        answer = {"Payload": io.BytesIO(json.dumps(self.answer).encode())}
        return answer | ({"FunctionError": self.function_error} if self.function_error else {})


@dataclass
class StubStreams:
    """One shard in pages."""

    pages: list[list[dict[str, Any]]] = field(default_factory=list)
    error: ClientError | None = None

    def get_shard_iterator(self, **request: Any) -> dict[str, Any]:
        assert request["ShardIteratorType"] == "AT_SEQUENCE_NUMBER"
        if self.error:
            raise self.error
        return {"ShardIterator": "0"}

    def get_records(self, **request: Any) -> dict[str, Any]:
        number = int(request["ShardIterator"])
        following = {"NextShardIterator": str(number + 1)} if number + 1 < len(self.pages) else {}
        return {"Records": self.pages[number], **following}


@dataclass
class StubAws:
    """Has the clients of `orderloom_cli.aws.Aws` that a test gives it."""

    cloudformation: StubCloudFormation = field(default_factory=StubCloudFormation)
    sqs: StubSqs = field(default_factory=StubSqs)
    functions: StubFunctions = field(default_factory=StubFunctions)
    streams: StubStreams = field(default_factory=StubStreams)
    region: str = "eu-central-1"
