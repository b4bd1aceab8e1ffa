"""Each rule of the checker finds what it is for, in records written by hand."""

import ast
from pathlib import Path

import pytest

from tests.proof.checker.rules import RULES, violations
from tests.proof.hand_made import Records
from tests.proof.spoilt import SPOILT, Spoil, scanned


def test_records_without_fault_are_passed() -> None:
    assert violations(Records().evidence) == []


def test_scans_that_a_head_keeps_are_told_there() -> None:
    records = Records()
    scanned(records, "sha-1")
    scanned(records, "sha-2")
    assert violations(records.evidence) == []


def test_what_is_packed_onto_a_head_is_nobodys_key() -> None:
    records = Records()
    scanned(records, "T#M03Y&$pR_n0zSMjbZgJalz;C+3VB?d_YW3V-?7")
    assert violations(records.evidence) == []


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [(rule, spoil) for rule, _, spoil in SPOILT],
    ids=[f"{rule}: {name}" for rule, name, _ in SPOILT],
)
def test_a_broken_promise_is_found(rule: str, spoil: Spoil) -> None:
    records = Records()
    spoil(records)
    assert rule in {found.rule for found in violations(records.evidence)}


def test_every_rule_can_fail() -> None:
    assert {rule for rule, _, _ in SPOILT} == set(RULES)


def test_the_checker_knows_nothing_of_the_product() -> None:
    files = sorted((Path(__file__).parent / "checker").glob("*.py"))
    assert len(files) > len(RULES) // 2
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            names = [alias.name for alias in getattr(node, "names", [])]
            module = getattr(node, "module", None)
            imported = [module] if module else names if isinstance(node, ast.Import) else []
            assert not [name for name in imported if name.split(".")[0].startswith("orderloom")]
