"""`orderloom up` and `orderloom down`: everything on this machine."""

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from infra.paths import BUILD
from orderloom_cli.alone import alone
from orderloom_cli.console import Output
from orderloom_cli.errors import NothingDeployedError
from orderloom_cli.local import LocalDetails, LocalEnvironment
from orderloom_cli.local.processes import is_alive
from orderloom_cli.local_file import LOCAL_FILE, LocalFile, load_local_file
from orderloom_cli.running import described, seeded
from orderloom_cli.session import Session, session_of
from orderloom_cli.views.fields import fields, titled


def up(context: typer.Context) -> None:
    """Start Orderloom here and leave it running, with two merchants to play with."""
    session = session_of(context)
    with alone("orderloom up", BUILD / "up.lock"):
        file = _started(session, LocalEnvironment(outlive_parent=True))
    session.output.result(file.model_dump(), _welcome(file))


def down(context: typer.Context) -> None:
    """Stop what `orderloom up` started; fine when nothing runs."""
    output = session_of(context).output
    environment = LocalEnvironment(outlive_parent=True)
    ended = _running(environment)
    environment.stop()
    LOCAL_FILE.unlink(missing_ok=True)
    told = f"Stopped: {', '.join(ended)}." if ended else "Nothing was running."
    output.result({"stopped": ended}, Text(told))


def _running(environment: LocalEnvironment) -> list[str]:
    """Also what an interrupted start has left behind."""
    details = LocalDetails.load(environment.directory)
    children = details.children if details else ()
    return [f"{child.name} (pid {child.pid})" for child in children if is_alive(child)]


def _started(session: Session, environment: LocalEnvironment) -> LocalFile:
    if not environment.is_running():
        return _start(session, environment)
    session.output.note("It runs already.")
    file = load_local_file()
    if file is None:
        raise NothingDeployedError("what runs is not set up whole: `orderloom down` first")
    return file


def _start(session: Session, environment: LocalEnvironment) -> LocalFile:
    output = session.output
    LOCAL_FILE.unlink(missing_ok=True)
    details = environment.start(lambda step: _tell(output, step))
    try:
        _tell(output, "Registering two merchants, connecting them to the simulator")
        file = seeded(described(details), session.transport)
        file.save()
    except BaseException:
        environment.stop()
        raise
    return file


def _tell(output: Output, step: str) -> None:
    output.note(f"[cyan]•[/] {step}")


def _welcome(file: LocalFile) -> RenderableType:
    first = file.tenants[0]
    grid = fields(
        [
            ("API", file.api_url),
            ("Simulator", file.simulator_url),
            ("AWS endpoint", file.endpoint_url),
            ("Merchants", ", ".join(tenant.id for tenant in file.tenants)),
            ("API key", f"{first.api_key} ({first.id})"),
            ("Everything else", str(LOCAL_FILE)),
        ]
    )
    title = Text.assemble(("Orderloom runs on this machine", "bold green"))
    hints = Text("Try: orderloom status · orderloom orders list · orderloom down", style="dim")
    return Group(titled(title, grid), hints)
