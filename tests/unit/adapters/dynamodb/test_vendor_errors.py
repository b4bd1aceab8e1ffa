"""Every error DynamoDB, botocore or PynamoDB can raise has a meaning here."""

import inspect

import botocore.exceptions
import pynamodb.exceptions
import pytest
from botocore.exceptions import BotoCoreError, ClientError
from orderloom.adapters.aws_codes import PASSING_CODES
from orderloom.adapters.dynamodb.vendor_errors import CODES, REASONS, our_error, translated
from orderloom.errors import (
    Contended,
    Misconfigured,
    OrderloomError,
    TransientError,
    VersionConflict,
)
from pynamodb.exceptions import GetError, PynamoDBException

from tests.unit.adapters.dynamodb.stubbed import StubbedTable

OPERATIONS = (
    "GetItem",
    "BatchGetItem",
    "Query",
    "PutItem",
    "DeleteItem",
    "UpdateItem",
    "TransactWriteItems",
)

# AWS's "Common errors", which no service model lists.
COMMON = {
    "AccessDeniedException",
    "ExpiredTokenException",
    "InternalFailure",
    "InternalServerError",
    "InvalidSignatureException",
    "MissingAuthenticationTokenException",
    "RequestLimitExceeded",
    "SerializationException",
    "ServiceUnavailable",
    "ThrottlingException",
    "UnrecognizedClientException",
    "ValidationException",
}

# https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
CANCELLATION_REASONS = {
    "ConditionalCheckFailed",
    "ItemCollectionSizeLimitExceeded",
    "TransactionConflict",
    "ProvisionedThroughputExceeded",
    "ThrottlingError",
    "ValidationError",
    "AccessDenied",
    "DuplicateItem",
}

# Failures of the network or of the credentials' source: the same again may work.
PASSING = {
    "ConnectTimeoutError",
    "ConnectionClosedError",
    "ConnectionError",
    "CredentialRetrievalError",
    "EndpointConnectionError",
    "HTTPClientError",
    "MetadataRetrievalError",
    "ProxyConnectionError",
    "ReadTimeoutError",
    "ResponseStreamingError",
    "SSLError",
}
DETAILS = {
    "endpoint_url": "http://x",
    "error": "e",
    "error_msg": "e",
    "provider": "p",
    "proxy_url": "http://p",
}


def botocore_errors() -> dict[str, type[BotoCoreError]]:
    return {
        name: kind
        for name, kind in inspect.getmembers(botocore.exceptions, inspect.isclass)
        if issubclass(kind, BotoCoreError)
    }


def client_error(code: str, status: int = 400) -> ClientError:
    response = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "GetItem")  # type: ignore[arg-type]  # no more is read


def test_every_code_dynamodb_declares_is_mapped() -> None:
    model = StubbedTable().stub.client.meta.service_model
    declared = {
        shape.name
        for operation in OPERATIONS
        for shape in model.operation_model(operation).error_shapes
    }
    assert len(declared) > 8
    by_reasons = {"TransactionCanceledException"}
    assert declared | COMMON - by_reasons <= CODES.keys() | PASSING_CODES | by_reasons


def test_every_reason_to_cancel_is_mapped() -> None:
    assert REASONS.keys() == CANCELLATION_REASONS


def test_no_code_has_two_meanings() -> None:
    """Only the kind of passing failure may be told more exactly."""
    in_both = CODES.keys() & PASSING_CODES
    assert all(issubclass(CODES[code], TransientError) for code in in_both)


@pytest.mark.parametrize("name", sorted(PASSING))
def test_failures_of_the_network_pass(name: str) -> None:
    error = botocore_errors()[name](**DETAILS)
    assert isinstance(our_error(error, "GetItem"), TransientError)


def test_what_botocore_may_raise_on_the_network_is_known_here() -> None:
    """Fails when a new botocore brings a connection error that nobody has looked at."""
    network = (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError)
    found = {name for name, kind in botocore_errors().items() if issubclass(kind, network)}
    assert found == PASSING - {"CredentialRetrievalError", "MetadataRetrievalError"}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (client_error("ThrottlingException"), Contended),
        (client_error("NoSuchCode", status=503), TransientError),
        (client_error("NoSuchCode"), Misconfigured),
        (client_error("ConditionalCheckFailedException"), VersionConflict),
        (botocore.exceptions.NoRegionError(), Misconfigured),
        (botocore.exceptions.ParamValidationError(report="r"), Misconfigured),
    ],
)
def test_meanings_hold_below_and_inside_pynamodb(
    error: BotoCoreError | ClientError, expected: type[OrderloomError]
) -> None:
    assert type(our_error(error, "GetItem")) is expected
    assert type(our_error(GetError("wrapped", error), "GetItem")) is expected


def test_every_pynamodb_error_is_translated() -> None:
    kinds = [
        kind
        for _, kind in inspect.getmembers(pynamodb.exceptions, inspect.isclass)
        if issubclass(kind, PynamoDBException)
    ]
    assert len(kinds) > 10
    for kind in kinds:
        with pytest.raises(OrderloomError), translated("GetItem"):
            raise kind("x")


def test_the_cause_is_kept_and_aws_texts_are_not_repeated() -> None:
    vendor = client_error("ValidationException")
    vendor.response["Error"]["Message"] = "One of T#acme#SKU#secret is wrong"
    with pytest.raises(Misconfigured) as caught, translated("GetItem"):
        raise GetError("Failed", vendor)
    assert isinstance(caught.value.__cause__, GetError)
    assert "secret" not in str(caught.value)
