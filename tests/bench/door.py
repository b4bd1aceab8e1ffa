"""The functions as packaged: the built layers, and the environment that the stacks give."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.packaging.layers import build_layers
from infra.packaging.targets import local_target
from infra.paths import FUNCTIONS
from tests.bench.lambda_process import PYTHON, LambdaProcess

_NOOP = 'def handler(event, context):\n    return {"statusCode": 200}\n'


def layers() -> list[Path]:
    """As they are deployed, but for this machine's Python."""
    built = build_layers(local_target(PYTHON))
    return [built.dependencies / "python", built.orderloom / "python"]


def environment_of(name: str, aws_url: str = "http://127.0.0.1:9") -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": aws_url,
        "ORDERLOOM_TABLE": "orderloom",
        "ORDERLOOM_INBOUND_QUEUE_URL": f"{aws_url}/000000000000/inbound",
        "ORDERLOOM_SHIPSTATION_JWKS_URL": f"{aws_url}/jwks",
        "ORDERLOOM_SECRETS_SECONDS": "3600",
        "ORDERLOOM_PLATFORM_SECRET_ID": "platform",
        "POWERTOOLS_SERVICE_NAME": name,
        "POWERTOOLS_LOG_LEVEL": "INFO",
        "POWERTOOLS_METRICS_NAMESPACE": "Orderloom",
    }


def door(aws_url: str, layer_folders: list[Path]) -> LambdaProcess:
    return LambdaProcess(
        FUNCTIONS / "ingest_webhook",
        layers=layer_folders,
        environment=environment_of("ingest_webhook", aws_url),
    )


@contextmanager
def noop_folder() -> Iterator[Path]:
    """A function that does nothing: what the runtime alone costs."""
    with TemporaryDirectory(prefix="orderloom-noop-") as folder:
        Path(folder, "handler.py").write_text(_NOOP)
        yield Path(folder)
