"""`make proof`: functions die at every call they make, services fail, and no promise breaks."""

import argparse
import sys
import time
from dataclasses import replace

from infra.paths import BUILD
from tests.proof.earlier import earlier
from tests.proof.findings import Findings
from tests.proof.report import write_report
from tests.proof.run import FORMS, PHASES, Proof
from tests.proof.theatre import theatre

SEED = 20251121


def main(words: list[str]) -> int:
    """The exit code: 1 if a promise broke, or a planted bug was not seen."""
    parser = argparse.ArgumentParser(prog="make proof", description=__doc__)
    parser.add_argument("--form", choices=FORMS, default="quick")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", action="append", default=[], choices=PHASES)
    parser.add_argument("--at-once", type=int, default=6, help="orders on stage")
    parser.add_argument("--minutes", type=float, help="after which nothing new is tried")
    parser.add_argument("--go-on", action="store_true", help="with what the last report holds")
    asked = parser.parse_args(words)
    form = FORMS[asked.form]
    form = replace(form, minutes=asked.minutes or form.minutes)
    findings = Findings(asked.seed, asked.form)
    if asked.go_on:
        findings = earlier(BUILD, asked.seed, asked.form)
    began = time.monotonic() - findings.seconds

    def save() -> None:
        findings.seconds = time.monotonic() - began
        write_report(findings, BUILD)

    with theatre("proof", _tell) as stage:
        stage.at_once = asked.at_once
        Proof(stage, form, findings, _tell, frozenset(asked.only), save).run()
    save()
    _tell(f"seed {findings.seed}, {findings.seconds:.0f} s, report: build/proof.html")
    _tell(findings.verdict())
    return 0 if findings.holds else 1


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the report


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
