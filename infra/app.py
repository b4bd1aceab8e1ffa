"""The CDK application: one stage, the same stacks everywhere.

The CDK command line runs this through cdk.json (``cdk synth -c stage=dev``);
``make synth`` and the local runner call ``infra.synth``.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from aws_cdk import App, Tags, Validations
from cdk_nag import AwsSolutionsChecks

from infra.packaging.layers import build_layers
from infra.packaging.targets import aws_target, local_target
from infra.paths import FUNCTIONS
from infra.stacks.application import ApplicationStack
from infra.stacks.guard_rails import GuardRailsStack
from infra.stages import StageName, StageSettings, dev, local, prod

# The stacks' ids: the same in all stages, so that logical ids are; the deployed
# names end with the stage.
APPLICATION: Final = "Orderloom"
GUARD_RAILS: Final = "Orderloom-GuardRails"


@dataclass(frozen=True, kw_only=True)
class Application:
    """The stacks of one stage; ``guard_rails`` is None on the emulator."""

    app: App
    application: ApplicationStack
    guard_rails: GuardRailsStack | None


def build(app: App, stage: StageSettings, *, functions: Path = FUNCTIONS) -> Application:
    """Add the stage's stacks to a CDK app; builds the layers first if they changed."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app, verbose=True))
    Tags.of(app).add("application", "orderloom")
    Tags.of(app).add("stage", stage.name)
    application = ApplicationStack(
        app,
        APPLICATION,
        stage=stage,
        layers=build_layers(local_target() if stage.emulated else aws_target()),
        functions=functions,
    )
    guard_rails = None
    if not stage.emulated:
        guard_rails = GuardRailsStack(
            app,
            GUARD_RAILS,
            stage=stage,
            application=application,
        )
    return Application(app=app, application=application, guard_rails=guard_rails)


def stage_from_context(app: App) -> StageSettings:
    """The stage that ``-c stage=...`` names, with its overrides from the context.

    ``simulator_url`` for local, ``alarm_email`` and ``isolated_tables`` (names, separated by
    commas) for the others.
    """
    name = StageName(app.node.try_get_context("stage") or StageName.DEV)
    if name is StageName.LOCAL:
        return local(
            simulator_url=app.node.try_get_context("simulator_url") or "http://127.0.0.1:9"
        )
    settings = prod() if name is StageName.PROD else dev()
    isolated = app.node.try_get_context("isolated_tables") or ""
    return replace(
        settings,
        alarm_email=app.node.try_get_context("alarm_email"),
        isolated_tables=tuple(name for name in isolated.split(",") if name),
    )


def main() -> None:
    """Entry point of the CDK command line, which reads the assembly it leaves."""
    app = App()
    build(app, stage_from_context(app))
    app.synth()


if __name__ == "__main__":
    main()
