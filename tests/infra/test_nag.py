"""cdk-nag guards the synthesis: what nobody accepted stops it."""

import json
from pathlib import Path

import pytest

from infra.constructs import private_bucket
from infra.paths import ROOT
from infra.synth import unaccepted_findings
from tests.infra.conftest import Assembly


@pytest.mark.parametrize("stage", ["local", "prod"])
def test_no_finding_is_unaccepted(request: pytest.FixtureRequest, stage: str) -> None:
    assembly: Assembly = request.getfixturevalue(stage)
    assert (assembly.folder / "validation-report.json").is_file()
    assert unaccepted_findings(assembly.folder) == []


def test_a_finding_is_reported_with_its_rule_and_its_construct(tmp_path: Path) -> None:
    report = {
        "pluginReports": [
            {
                "violations": [
                    {
                        "ruleName": "AwsSolutions-S1",
                        "violatingConstructs": [{"constructPath": "Orderloom/Labels"}],
                    }
                ]
            }
        ]
    }
    (tmp_path / "validation-report.json").write_text(json.dumps(report))
    assert unaccepted_findings(tmp_path) == ["AwsSolutions-S1 at Orderloom/Labels"]


def test_an_unaccepted_finding_fails_the_synthesis(
    tmp_path: Path, functions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from infra.synth import UnacceptedFindingsError, synthesise  # noqa: PLC0415 - starts node

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(private_bucket, "acknowledge", lambda *_args, **_named: None)
    with pytest.raises(UnacceptedFindingsError, match="AwsSolutions-S1 at Orderloom/Labels"):
        synthesise(output=tmp_path / "cdk.out", context={"stage": "prod"}, functions=functions)
