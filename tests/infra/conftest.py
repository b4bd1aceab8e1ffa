"""Both stages, synthesised once for the whole run, from the real functions."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.paths import FUNCTIONS, ROOT
from infra.stages import StageName

FUNCTION_NAMES = (
    *("apply_event", "archive_order", "arrange_shipping", "authorize", "await_payment"),
    *("drive_saga", "quote_rates"),
    *("ingest_webhook", "merchant_api", "open_task", "operator_api", "refund_payment"),
    *("relay", "release_stock", "reserve_stock", "void_label"),
)


@dataclass(frozen=True)
class Assembly:
    """A synthesised cloud assembly."""

    folder: Path

    def resources(self, stack: str = "Orderloom") -> dict[str, dict[str, Any]]:
        template = json.loads((self.folder / f"{stack}.template.json").read_text())
        found: dict[str, dict[str, Any]] = template["Resources"]
        return found

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        return {name: it for name, it in self.resources().items() if it["Type"] == kind}

    def layer_folders(self) -> dict[str, Path]:
        """The assets that are really deployed as layers, by their description."""
        return {
            layer["Properties"]["Description"]: self.asset(layer["Properties"]["Content"])
            for layer in self.of_type("AWS::Lambda::LayerVersion").values()
        }

    def asset(self, code: dict[str, str]) -> Path:
        """The folder that is uploaded as the zip which a resource names."""
        return self.folder / f"asset.{code['S3Key'].removesuffix('.zip')}"


Synthesise = Callable[[StageName], Assembly]


@pytest.fixture(scope="session")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if all((FUNCTIONS / name / "handler.py").is_file() for name in FUNCTION_NAMES):
        return FUNCTIONS
    folder = tmp_path_factory.mktemp("functions")
    for name in FUNCTION_NAMES:
        (folder / name).mkdir()
        (folder / name / "handler.py").write_text("def handler(event, context): ...\n")
    return folder


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory, functions: Path) -> Assembly:
    return _synthesise(StageName.LOCAL, tmp_path_factory.mktemp("local"), functions)


@pytest.fixture(scope="session")
def prod(tmp_path_factory: pytest.TempPathFactory, functions: Path) -> Assembly:
    return _synthesise(StageName.PROD, tmp_path_factory.mktemp("prod"), functions)


def _synthesise(stage: StageName, folder: Path, functions: Path) -> Assembly:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "infra.synth", "--stage", stage),
            *("--output", str(folder / "cdk.out"), "--functions", str(functions)),
            # Those of the local stage; by default a stage on AWS has none.
            *("-c", "isolated_tables=silo-a,silo-b"),
        ],
        cwd=ROOT,
        env=_without_aws(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Assembly(folder / "cdk.out")


def _without_aws() -> dict[str, str]:
    """This machine's environment without credentials, profile or region."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **kept,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
