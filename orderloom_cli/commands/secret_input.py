"""Secrets as input: never on the command line, where they would stay in the shell's history."""

import os
import sys

import typer

from orderloom_cli.errors import UsageError


def secret_text(variable: str, question: str) -> str:
    """From the environment, else from standard input, else asked for. Raises UsageError."""
    text = os.environ.get(variable) or _typed(question)
    if not text:
        raise UsageError(f"nothing given: set {variable}, or give it on standard input")
    return text


def _typed(question: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    typed = typer.prompt(question, hide_input=True, err=True, default="", show_default=False)
    return str(typed)
