"""The two channels of every command: a result on stdout, everything else on stderr."""

import json
import os
import sys
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.markup import escape

from orderloom_cli.errors import CliError
from orderloom_cli.plain_text import plain

# Tables piped into a file or a pager must not be squeezed into 80 columns.
_PLAIN_WIDTH = 140


@dataclass(frozen=True)
class Output:
    """One result per command: a JSON document, or something for people."""

    as_json: bool
    out: Console
    err: Console

    @classmethod
    def for_terminal(cls, *, as_json: bool) -> "Output":
        return cls(as_json=as_json, out=_console(stderr=False), err=_console(stderr=True))

    def result(self, document: object, *people: RenderableType) -> None:
        """`document` with --json, otherwise each of `people` in turn."""
        if self.as_json:
            # Not through Rich: it would wrap long lines in the middle of a string.
            sys.stdout.write(json.dumps(document, indent=2, default=str, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            return
        for renderable in people:
            self.out.print(renderable)

    def note(self, markup: str) -> None:
        """Progress: for people, or beside the JSON document."""
        self.err.print(markup, soft_wrap=True)

    def failure(self, error: CliError) -> None:
        """One clear line; in JSON one document on stderr, so stdout holds results only."""
        if self.as_json:
            document = {"kind": error.kind, "message": str(error), **error.details()}
            sys.stderr.write(json.dumps({"error": document}, default=str) + "\n")
            sys.stderr.flush()
            return
        self.err.print(
            f"[bold red]error:[/] {escape(plain(error))}", soft_wrap=True, highlight=False
        )


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PLAIN_WIDTH
    return Console(stderr=stderr, width=width, highlight=False)
