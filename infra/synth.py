"""Writes one stage's cloud assembly, and refuses when cdk-nag finds anything.

    python -m infra.synth --stage prod

Runs the CDK in this process: no command line, no credentials, no network.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from infra.paths import BUILD, FUNCTIONS, ROOT, TOOLS


class UnacceptedFindingsError(Exception):
    """cdk-nag found something nobody has accepted; ``findings`` are readable lines."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(["cdk-nag has unaccepted findings:", *findings]))
        self.findings = findings


def synthesise(
    *,
    output: Path,
    context: Mapping[str, str],
    functions: Path = FUNCTIONS,
) -> Path:
    """Write the assembly to ``output`` and return it. Context is as for ``cdk -c``."""
    # jsii starts the first node on PATH; it must be the locked one.
    os.environ["PATH"] = f"{TOOLS}{os.pathsep}{os.environ.get('PATH', '')}"
    # Imported late: loading the CDK starts that node.
    from aws_cdk import App  # noqa: PLC0415

    from infra.app import build, stage_from_context  # noqa: PLC0415

    shutil.rmtree(output, ignore_errors=True)
    defaults = json.loads((ROOT / "cdk.json").read_text())["context"]
    app = App(outdir=str(output), context={**defaults, **context}, analytics_reporting=False)
    build(app, stage_from_context(app), functions=functions)
    try:
        app.synth()
    except RuntimeError:
        # The CDK's own message names only the report; the report says what.
        findings = unaccepted_findings(output)
        if findings:
            raise UnacceptedFindingsError(findings) from None
        raise
    return output


def unaccepted_findings(assembly: Path) -> list[str]:
    """Each violation in an assembly's validation report: rule, construct."""
    report = assembly / "validation-report.json"
    if not report.is_file():
        return []
    return [
        f"{violation['ruleName']} at {construct['constructPath']}"
        for plugin in json.loads(report.read_text())["pluginReports"]
        for violation in plugin["violations"]
        for construct in violation["violatingConstructs"]
    ]


def main() -> int:
    """Command line: --stage, --output, -c name=value (repeatable)."""
    parser = argparse.ArgumentParser(prog="python -m infra.synth", description=__doc__)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--functions", type=Path, default=FUNCTIONS)
    parser.add_argument("-c", "--context", action="append", default=[], metavar="NAME=VALUE")
    options = parser.parse_args()
    extra = dict(item.split("=", 1) for item in options.context)
    output = options.output or BUILD / f"cdk.out.{options.stage}"
    try:
        synthesise(
            output=output,
            context={**extra, "stage": options.stage},
            functions=options.functions,
        )
    except UnacceptedFindingsError as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"assembly: {os.path.relpath(output)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
