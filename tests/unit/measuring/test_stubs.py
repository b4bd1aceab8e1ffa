"""A stub asks AWS what its function asked, and every function has one."""

import json

from infra.paths import FUNCTIONS
from tests.bench.exchanges import Exchange
from tests.bench.stubs import MUST, stub_folder


def asked(service: str, operation: str, body: bytes, access_key: str = "own") -> Exchange:
    return Exchange(service, access_key, operation, body, 200, {}, b"{}")


def test_every_function_but_the_door_has_a_stub() -> None:
    names = {handler.parent.name for handler in FUNCTIONS.glob("*/handler.py")}
    assert MUST.keys() == names - {"ingest_webhook"}


def test_a_form_is_read_with_its_lists() -> None:
    tag = b"Tags.member.1.Key=k&Tags.member.1.Value=v"
    body = b"Action=AssumeRole&Version=2011-06-15&RoleArn=a%3Ab&" + tag
    told = asked("sts", "Query.AssumeRole", body).parameters
    assert told == {"RoleArn": "a:b", "Tags": [{"Key": "k", "Value": "v"}]}


def test_a_stub_imports_what_is_listed_and_makes_the_calls_that_were_made() -> None:
    noted = [
        asked("sts", "Query.AssumeRole", b"Action=AssumeRole&DurationSeconds=900"),
        asked("dynamodb", "DynamoDB_20120810.GetItem", b'{"TableName": "t"}', "a session's"),
        asked("states", "AWSStepFunctions.SendTaskSuccess", b'{"taskToken": "x"}'),
        asked("kms", "TrentService.Decrypt", b'{"CiphertextBlob": "c2VhbGVk"}'),
    ]
    with stub_folder("relay", noted, "own") as folder:
        source = (folder / "handler.py").read_text()
        calls = json.loads((folder / "calls.json").read_text())
    assert all(line in source for line in MUST["relay"])
    compile(source, "handler.py", "exec")
    assert calls == [
        ["sts", True, "AssumeRole", {"DurationSeconds": 900}],
        ["dynamodb", False, "GetItem", {"TableName": "t"}],
        ["stepfunctions", True, "SendTaskSuccess", {"taskToken": "x"}],
        ["kms", True, "Decrypt", {"blobs": {"CiphertextBlob": "c2VhbGVk"}}],
    ]
