"""Counts what was tried, and tells it after everything else."""

import pytest

from tests.conformance.counts import COUNTS


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed and "tests/conformance" in report.nodeid:
        COUNTS.failed += 1


def pytest_unconfigure() -> None:
    if COUNTS.requests_validated or COUNTS.responses_decoded or COUNTS.failed:
        print(COUNTS.line())  # noqa: T201 - the last line of a conformance run
