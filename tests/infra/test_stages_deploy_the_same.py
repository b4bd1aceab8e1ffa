"""What is tested on this machine is what runs on AWS."""

import re
from typing import Any

from infra.local_omissions import GUARD_RAILS, TLS_ONLY_POLICIES
from tests.infra.conftest import Assembly


def named(resources: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {_without_hash(name): it["Type"] for name, it in resources.items()}


def _without_hash(logical_id: str) -> str:
    return re.sub(r"[0-9A-F]{8}$", "", logical_id)


def definition(assembly: Assembly) -> dict[str, Any]:
    (machine,) = assembly.of_type("AWS::StepFunctions::StateMachine").values()
    found: dict[str, Any] = machine["Properties"]["DefinitionString"]
    return found


def test_prod_has_every_local_resource_and_exactly_the_listed_ones_more(
    local: Assembly, prod: Assembly
) -> None:
    assert local.resources().keys() <= prod.resources().keys()
    more = {k: v for k, v in prod.resources().items() if k not in local.resources()}
    assert named(more) == TLS_ONLY_POLICIES
    for name, resource in local.resources().items():
        assert resource["Type"] == prod.resources()[name]["Type"]


def test_the_guard_rails_are_exactly_the_listed_ones(local: Assembly, prod: Assembly) -> None:
    assert named(prod.resources("Orderloom-GuardRails")) == GUARD_RAILS
    assert not (local.folder / "Orderloom-GuardRails.template.json").exists()


def test_the_saga_is_the_same_in_all_stages(local: Assembly, prod: Assembly) -> None:
    assert definition(local) == definition(prod)


def test_functions_differ_only_in_settings_of_the_stage(local: Assembly, prod: Assembly) -> None:
    of_the_stage = {
        *("Code", "Environment", "Layers", "MemorySize", "ReservedConcurrentExecutions"),
        *("Tags", "Timeout", "TracingConfig"),
    }
    theirs = prod.of_type("AWS::Lambda::Function")
    for name, function in local.of_type("AWS::Lambda::Function").items():
        ours, other = function["Properties"], theirs[name]["Properties"]
        for key in (ours.keys() | other.keys()) - of_the_stage:
            assert ours[key] == other[key]
        assert ours["Environment"]["Variables"].keys() == other["Environment"]["Variables"].keys()
