"""Each of the sixteen out-of-order cases is a test on the deployed stack, by name."""

import re
from pathlib import Path

FOLDER = Path("tests/e2e")


def test_every_case_has_its_test() -> None:
    sources = "".join(path.read_text() for path in FOLDER.glob("test_*out_of_order.py"))
    named = re.findall(r"^def test_case_(\d+)_", sources, re.MULTILINE)
    assert {int(number) for number in named} == set(range(1, 17))
