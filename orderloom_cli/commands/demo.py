"""`orderloom demo`: the whole story on this machine, in an environment of its own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import typer
from rich.console import Console

from infra.paths import BUILD
from orderloom_cli.alone import alone
from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.story import play
from orderloom_cli.demo.world import World
from orderloom_cli.local import LocalDetails, LocalEnvironment
from orderloom_cli.local.signals import sigterm_exits
from orderloom_cli.running import described
from orderloom_cli.session import session_of
from orderloom_cli.views.timeline import timeline_view

_NAME = "demo"


def demo(context: typer.Context) -> None:
    """Play the whole story on this machine; its last line is "demo: ok"."""
    session = session_of(context)
    output = session.output
    console = output.err if output.as_json else output.out
    begun = time.monotonic()
    environment = LocalEnvironment(_NAME)
    with (
        alone("orderloom demo", BUILD / f"{_NAME}.lock"),
        _running(environment, console) as details,
    ):
        world = World(described(details), session.transport, environment.check)
        stage = Stage(console, environment.directory, environment.check)
        timeline = play(world, stage)
    document = {
        "ok": True,
        "seconds": round(time.monotonic() - begun, 1),
        "scenes": [asdict(scene) for scene in stage.scenes],
        "timeline": timeline,
    }
    output.result(document, "", timeline_view(timeline), "demo: ok")


@contextmanager
def _running(environment: LocalEnvironment, console: Console) -> Iterator[LocalDetails]:
    """Stopped at the end, however that comes about."""
    with sigterm_exits():
        try:
            with console.status("Starting …"):
                details = environment.start(lambda step: console.print(f"[cyan]•[/] {step}"))
            yield details
        finally:
            environment.stop()
