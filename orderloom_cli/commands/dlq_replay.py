"""Replaying, told message by message."""

from collections import Counter
from collections.abc import Sequence

from orderloom_cli.console import Output
from orderloom_cli.dlq.documents import result_document
from orderloom_cli.dlq.filters import Filter
from orderloom_cli.dlq.model import DeadLetterQueue
from orderloom_cli.dlq.replay import Outcome, ReplayResult
from orderloom_cli.dlq.workbench import Workbench
from orderloom_cli.errors import IncompleteError, InterruptionError
from orderloom_cli.views.dlq import results_view


def replay_letters(
    output: Output,
    bench: Workbench,
    queues: Sequence[DeadLetterQueue],
    wanted: Filter,
    *,
    limit: int | None,
    rate: float | None,
    dry_run: bool,
) -> None:
    """Raises IncompleteError when a message had to be kept, InterruptionError after Ctrl-C."""
    results: list[ReplayResult] = []

    def tell(result: ReplayResult) -> None:
        results.append(result)
        if rate:  # slow on purpose: show that it goes on
            output.note(f"[dim]{result.letter.message_id} {result.outcome.replace('_', ' ')}[/]")

    try:
        bench.replay(tell, dry_run=dry_run).run(queues, wanted, limit=limit, rate=rate)
    except KeyboardInterrupt:
        _show(output, results, dry_run=dry_run)
        done = sum(result.outcome is Outcome.REPLAYED for result in results)
        raise InterruptionError(f"interrupted after {done} replayed; the others are kept") from None
    _show(output, results, dry_run=dry_run)
    wanted.check_named(result.letter for result in results)
    failed = sum(result.failed for result in results)
    if failed:
        raise IncompleteError("replayed", failed=failed, total=len(results))


def _show(output: Output, results: Sequence[ReplayResult], *, dry_run: bool) -> None:
    documents = [result_document(result) for result in results]
    counts = Counter(result.outcome.value for result in results)
    document = {"dry_run": dry_run, "counts": counts, "messages": documents}
    output.result(document, results_view(documents))
