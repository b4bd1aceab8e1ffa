"""Purging, after making sure that it is meant."""

import sys
from collections.abc import Sequence
from typing import Any

import typer

from orderloom_cli.console import Output
from orderloom_cli.dlq.documents import letter_document
from orderloom_cli.dlq.model import DeadLetter
from orderloom_cli.dlq.ports import DeadLetterStore
from orderloom_cli.dlq.purge import purge
from orderloom_cli.errors import IncompleteError, UsageError
from orderloom_cli.views.dlq import results_view

_LEFT_OUT = frozenset({"attributes", "body", "explanation"})


def purge_letters(
    output: Output,
    store: DeadLetterStore,
    letters: Sequence[DeadLetter],
    *,
    yes: bool,
    dry_run: bool,
) -> None:
    """Raises UsageError unless confirmed, IncompleteError when a message stayed."""
    if dry_run or not letters:
        _show(output, [_row(each, "would_delete") for each in letters], dry_run=dry_run)
        return
    if not yes:
        _confirm(output, letters)
    rows: list[dict[str, Any]] = []

    def tell(letter: DeadLetter, refusal: str) -> None:
        rows.append(_row(letter, "kept" if refusal else "deleted", refusal))

    purge(store, letters, tell)
    _show(output, rows, dry_run=False)
    failed = len(letters) - sum(row["outcome"] == "deleted" for row in rows)
    if failed:
        raise IncompleteError("deleted", failed=failed, total=len(letters))


def _confirm(output: Output, letters: Sequence[DeadLetter]) -> None:
    if output.as_json or not sys.stdin.isatty():
        raise UsageError(f"{len(letters)} messages would be deleted; say so with --yes")
    output.err.print(results_view([_row(each, "would_delete") for each in letters]))
    typed = typer.prompt(f"Type {len(letters)} to delete them for good", err=True, default="")
    if str(typed).strip() != str(len(letters)):
        raise UsageError("not confirmed; nothing was deleted")


def _row(letter: DeadLetter, outcome: str, detail: str = "") -> dict[str, Any]:
    document = letter_document(letter)
    kept = {name: value for name, value in document.items() if name not in _LEFT_OUT}
    return {**kept, "outcome": outcome, "detail": detail or None}


def _show(output: Output, rows: list[dict[str, Any]], *, dry_run: bool) -> None:
    output.result({"dry_run": dry_run, "messages": rows}, results_view(rows))
