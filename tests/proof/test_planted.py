"""The planted bugs still fit the code they are planted in."""

import pytest

from infra.paths import PACKAGE_ROOT
from tests.proof.checker.rules import RULES
from tests.proof.flows import BY_NAME
from tests.proof.planted.all_of_them import BUGS
from tests.proof.planted.bug import Bug


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_can_be_planted(bug: Bug) -> None:
    files = {edit.file: (PACKAGE_ROOT / "orderloom" / edit.file).read_text() for edit in bug.edits}
    for edit in bug.edits:
        files[edit.file] = edit.of(files[edit.file])
    for name, spoilt in files.items():
        compile(spoilt, name, "exec")
    assert bug.rule in RULES
    assert bug.flow in BY_NAME


def test_there_are_enough_of_them() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 12
