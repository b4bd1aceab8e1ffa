"""Telling what happens: the scene that is played, and each fact it has shown."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.padding import Padding

from orderloom_cli.errors import CliError
from orderloom_cli.exit_codes import ExitCode
from orderloom_cli.failures import as_cli_error
from orderloom_cli.local import LocalError, ProcessDiedError


class DemoFailedError(CliError):
    """`scene` failed for `cause`; the logs are below `logs`."""

    kind = "demo-failed"
    exit_code = ExitCode.FAILED

    def __init__(self, scene: str, cause: CliError, logs: Path) -> None:
        super().__init__(f"demo: failed in “{scene}”: {cause}\nLogs: {logs}/*.log")
        self.scene = scene
        self.cause = cause
        self.logs = logs

    def details(self) -> dict[str, object]:
        return {"scene": self.scene, "logs": str(self.logs), **self.cause.details()}


@dataclass
class ScenePlayed:
    """A scene's record, for --json."""

    title: str
    seconds: float = 0.0
    facts: list[str] = field(default_factory=list)


@dataclass
class Stage:
    """Prints to `console` as the story goes on. `check` raises when a process has died."""

    console: Console
    logs: Path
    check: Callable[[], None] = lambda: None
    scenes: list[ScenePlayed] = field(default_factory=list)

    @contextmanager
    def scene(self, title: str) -> Iterator[None]:
        """Raises DemoFailedError for every failure that was told of in one line."""
        played = ScenePlayed(title)
        self.scenes.append(played)
        begun = time.monotonic()
        self.console.print(f"\n[bold]{len(self.scenes)}. {title}[/]")
        try:
            with self.console.status(f"[dim]{title} …[/]"):
                yield
        except Exception as error:
            self.console.print("   [bold red]✗ failed[/]")
            raise DemoFailedError(title, self._cause(error), self.logs) from error
        played.seconds = round(time.monotonic() - begun, 1)

    def fact(self, text: str) -> None:
        """Something the scene has shown to be true."""
        self.scenes[-1].facts.append(text)
        self.console.print(f"   [green]✓[/] {escape(text)}")

    def picture(self, renderable: RenderableType) -> None:
        self.console.print(Padding(renderable, (0, 0, 0, 5)))

    def _cause(self, error: Exception) -> CliError:
        # A dead process explains a refused connection better than the connection does.
        try:
            self.check()
        except (CliError, LocalError) as death:
            error = death
        if isinstance(error, ProcessDiedError):
            # How its log ends is of use while it starts; here its name is.
            return CliError(f"{error.summary} Its log: {error.log}")
        known = as_cli_error(error)
        if known is None:
            raise error
        return known
