"""`orderloom dlq`: what could not be handled, over every dead-letter queue."""

from typing import Annotated

import typer
from rich.text import Text

from orderloom_cli.commands.dlq_options import (
    DryRunOption,
    KindOption,
    LimitOption,
    MessageOption,
    OlderOption,
    ProviderOption,
    QueueOption,
    filter_from,
)
from orderloom_cli.commands.dlq_purge import purge_letters
from orderloom_cli.commands.dlq_replay import replay_letters
from orderloom_cli.dlq.documents import letter_document, queue_document
from orderloom_cli.dlq.filters import Filter
from orderloom_cli.dlq.purge import matching
from orderloom_cli.session import session_of
from orderloom_cli.views.dlq import letter_panel, queues_table

app = typer.Typer(
    help="Messages that could not be handled; --tenant picks one tenant's.", no_args_is_help=True
)

_PEEK = 100


@app.command("list")
def list_queues(context: typer.Context) -> None:
    """List every dead-letter queue of the deployment, found from its stack."""
    session = session_of(context)
    bench = session.bench
    documents = []
    for queue in bench.queues:
        depth = bench.store.depth(queue.url)
        # SQS tells nobody but CloudWatch how old its oldest message is.
        seen = (
            matching(bench.store, bench.timer, [queue], Filter(), limit=_PEEK)
            if depth.total
            else []
        )
        oldest = min((letter.first_seen for letter in seen), default=None)
        documents.append(queue_document(queue, depth, oldest.isoformat() if oldest else None))
    session.output.result({"queues": documents}, queues_table(documents, bench.timer.now()))


@app.command()
def show(
    context: typer.Context,
    queue: QueueOption = None,
    provider: ProviderOption = None,
    kind: KindOption = None,
    message_id: MessageOption = None,
    older_than: OlderOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many messages.")] = 20,
    body: Annotated[
        bool, typer.Option("--body", help="The whole body, with secrets and personal data.")
    ] = False,
) -> None:
    """Show messages without consuming them; secrets and personal data are masked."""
    session = session_of(context)
    bench = session.bench
    wanted = filter_from(
        session, provider=provider, kind=kind, message_id=message_id, older_than=older_than
    )
    found = matching(bench.store, bench.timer, bench.chosen(queue), wanted, limit=limit + 1)
    wanted.check_named(found)
    documents = [letter_document(letter, whole=body) for letter in found[:limit]]
    more = len(found) > limit
    panels = [letter_panel(each, bench.timer.now(), whole=body) for each in documents]
    closing = (
        Text("There are more: raise --limit.", style="yellow")
        if more
        else Text(
            f"{len(documents)} message(s)." if documents else "No message matches.", style="dim"
        )
    )
    session.output.result({"messages": documents, "more": more}, *panels, closing)


@app.command()
def replay(  # noqa: PLR0913, PLR0917 - a parameter for each option
    context: typer.Context,
    queue: QueueOption = None,
    provider: ProviderOption = None,
    kind: KindOption = None,
    message_id: MessageOption = None,
    older_than: OlderOption = None,
    limit: LimitOption = None,
    rate: Annotated[
        float | None, typer.Option(min=0.01, max=1000, help="At most so many messages a second.")
    ] = None,
    dry_run: DryRunOption = False,
) -> None:
    """Send messages to where they came from, marked as replays.

    Each stays in its dead-letter queue until its copy is accepted. Safe to repeat: what was
    applied already is not applied twice.
    """
    session = session_of(context)
    wanted = filter_from(
        session, provider=provider, kind=kind, message_id=message_id, older_than=older_than
    )
    bench = session.bench
    replay_letters(
        session.output,
        bench,
        bench.chosen(queue),
        wanted,
        limit=limit,
        rate=rate,
        dry_run=dry_run,
    )


@app.command()
def purge(  # noqa: PLR0913, PLR0917 - a parameter for each option
    context: typer.Context,
    queue: QueueOption = None,
    provider: ProviderOption = None,
    kind: KindOption = None,
    message_id: MessageOption = None,
    older_than: OlderOption = None,
    limit: LimitOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: DryRunOption = False,
) -> None:
    """Delete messages for good, after a typed confirmation or with --yes."""
    session = session_of(context)
    wanted = filter_from(
        session, provider=provider, kind=kind, message_id=message_id, older_than=older_than
    )
    bench = session.bench
    found = matching(bench.store, bench.timer, bench.chosen(queue), wanted, limit=limit)
    wanted.check_named(found)
    purge_letters(session.output, bench.store, found, yes=yes, dry_run=dry_run)
