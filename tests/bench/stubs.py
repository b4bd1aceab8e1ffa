"""What stands in for a function: it imports only what it must, asks AWS the same, does nothing.

What each must import is said here by hand: what it is built with, and what it works with.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.exchanges import Exchange

_LOGGER = "from aws_lambda_powertools.logging import Logger"
_METRICS = "from aws_lambda_powertools.metrics import Metrics"
_MODELS = "from pydantic import BaseModel, TypeAdapter"
_BATCH = (
    "from aws_lambda_powertools.utilities.batch import BatchProcessor, process_partial_response"
)
_ROUTER = "from aws_lambda_powertools.event_handler import APIGatewayHttpResolver"
_SECRETS = "from aws_lambda_powertools.utilities import parameters"
_AWS = "import boto3"

_EVERY = (_LOGGER, _MODELS, _AWS)
_API = (*_EVERY, _METRICS, _ROUTER)
_QUEUE = (*_EVERY, _BATCH)
MUST: dict[str, tuple[str, ...]] = {
    "apply_event": (*_QUEUE, _METRICS),
    "archive_order": (*_EVERY, _METRICS),
    "arrange_shipping": _EVERY,
    "authorize": (*_EVERY, _METRICS, _SECRETS),
    "await_payment": _EVERY,
    "drive_saga": _QUEUE,
    "examine_connection": _EVERY,
    "merchant_api": _API,
    "open_task": _EVERY,
    "operator_api": _API,
    "quote_rates": _API,
    "reconcile_stock": (*_QUEUE, _METRICS),
    "refund_payment": _EVERY,
    "relay": _EVERY,
    "release_stock": _EVERY,
    "reserve_stock": _EVERY,
    "sweep_gaps": (*_QUEUE, _METRICS),
    "void_label": _EVERY,
}

_STUB = """
import base64, json, pathlib

CALLS = json.loads(pathlib.Path(__file__).with_name("calls.json").read_text())

def handler(event, context):
    clients = {}
    for service, own, operation, parameters in CALLS:
        if (service, own) not in clients:
            keys = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
            session = {} if own else dict.fromkeys(keys, "x")
            clients[service, own] = boto3.client(service, **session)
        for name, encoded in parameters.pop("blobs", {}).items():
            parameters[name] = base64.b64decode(encoded)
        try:
            clients[service, own]._make_api_call(operation, parameters)
        except Exception:
            pass  # as it was answered to the function
    return {"statusCode": 200}
"""
_BLOBS = frozenset({"CiphertextBlob", "Plaintext"})
_STEP_FUNCTIONS = {"states": "stepfunctions"}
_NUMBERS = frozenset({"DurationSeconds"})


@contextmanager
def stub_folder(name: str, noted: Sequence[Exchange], own_key: str) -> Iterator[Path]:
    """`own_key`: of the function's own credentials; others are of a session with less rights."""
    with TemporaryDirectory(prefix="orderloom-stub-") as folder:
        Path(folder, "handler.py").write_text("\n".join([*MUST[name], _STUB]))
        calls = [_call(exchange, own_key) for exchange in noted]
        Path(folder, "calls.json").write_text(json.dumps(calls))
        yield Path(folder)


def _call(exchange: Exchange, own_key: str) -> list[Any]:
    told = exchange.parameters
    plain: dict[str, Any] = {n: v for n, v in told.items() if n not in _BLOBS}
    plain |= {name: int(plain[name]) for name in _NUMBERS & plain.keys()}
    if blobs := {name: told[name] for name in _BLOBS & told.keys()}:
        plain["blobs"] = blobs
    service = _STEP_FUNCTIONS.get(exchange.service, exchange.service)
    operation = exchange.operation.rpartition(".")[2]
    return [service, exchange.access_key == own_key, operation, plain]
