"""The locks work on any machine and name none."""

import json
import re
from pathlib import Path

import pytest

from infra.paths import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    text = lock.read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    assert blocks
    for block in blocks:
        assert re.match(r"[a-z0-9.\-]+(\[[a-z,\-]+\])?==", block), block
        assert "--hash=sha256:" in block, block


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_names_a_host_or_a_path(lock: Path) -> None:
    text = lock.read_text()
    assert not re.search(r"https?://|file:|--index|--find-links|/home/|/root/|/Users/", text)


def test_npm_packages_have_integrity_hashes() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: it for name, it in packages.items() if name}
    assert "node_modules/aws-cdk" in installed
    assert all("integrity" in package for package in installed.values())


def test_the_layer_is_locked_without_what_lambda_brings() -> None:
    lock = (ROOT / "requirements" / "runtime.txt").read_text()
    assert not re.search(r"^(boto3|botocore|s3transfer)==", lock, flags=re.MULTILINE)
