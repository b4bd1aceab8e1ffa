"""AWS clients: of a profile and region, or of the emulator on this machine."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

_CONFIG = Config(connect_timeout=5, read_timeout=70, retries={"mode": "standard"})


class StreamsClient(Protocol):
    """The part of boto3's dynamodbstreams client that is used; it has no locked type stubs."""

    def get_shard_iterator(self, **request: object) -> dict[str, Any]: ...

    def get_records(self, **request: object) -> dict[str, Any]: ...


@dataclass(frozen=True)
class AwsAccess:
    """How to reach AWS; `endpoint_url` and a key pair only for the emulator."""

    region: str | None = None
    profile: str | None = None
    endpoint_url: str | None = None
    access_key_id: str | None = None
    secret_access_key: str | None = field(default=None, repr=False)


class Aws:
    """Clients made on first use: most commands need one or two of them."""

    def __init__(self, access: AwsAccess) -> None:
        self._access = access

    @property
    def region(self) -> str | None:
        return self._session.region_name

    @cached_property
    def cloudformation(self) -> "CloudFormationClient":
        return self._session.client("cloudformation", **self._options)

    @cached_property
    def sqs(self) -> "SQSClient":
        return self._session.client("sqs", **self._options)

    @cached_property
    def dynamodb(self) -> "DynamoDBClient":
        return self._session.client("dynamodb", **self._options)

    @cached_property
    def kms(self) -> "KMSClient":
        return self._session.client("kms", **self._options)

    @cached_property
    def s3(self) -> "S3Client":
        return self._session.client("s3", **self._options)

    @cached_property
    def functions(self) -> "LambdaClient":
        return self._session.client("lambda", **self._options)

    @cached_property
    def workflows(self) -> "SFNClient":
        return self._session.client("stepfunctions", **self._options)

    @cached_property
    def secrets(self) -> "SecretsManagerClient":
        return self._session.client("secretsmanager", **self._options)

    @cached_property
    def streams(self) -> StreamsClient:
        make: Any = self._session.client
        streams: StreamsClient = make("dynamodbstreams", **self._options)
        return streams

    @cached_property
    def _session(self) -> boto3.Session:
        access = self._access
        return boto3.Session(
            profile_name=access.profile,
            region_name=access.region,
            aws_access_key_id=access.access_key_id,
            aws_secret_access_key=access.secret_access_key,
        )

    @property
    def _options(self) -> dict[str, Any]:
        return {"endpoint_url": self._access.endpoint_url, "config": _CONFIG}
