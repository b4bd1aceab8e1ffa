"""The filters that `dlq show`, `replay` and `purge` share."""

from typing import Annotated

import typer

from orderloom_cli.dlq.filters import Filter, parse_age
from orderloom_cli.session import Session

QueueOption = Annotated[str | None, typer.Option("--queue", help="One queue of `dlq list`.")]
ProviderOption = Annotated[str | None, typer.Option("--provider", help="stripe, shipstation, …")]
KindOption = Annotated[
    str | None, typer.Option("--kind", help="webhook, wake_parked, start_saga, …")
]
MessageOption = Annotated[
    list[str] | None, typer.Option("--message-id", help="This message; again for more.")
]
OlderOption = Annotated[
    str | None, typer.Option("--older-than", help="First seen that long ago: 90s, 15m, 2h, 3d.")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, help="At most so many messages. Default: all.")
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be done to each message; do nothing.")
]


def filter_from(
    session: Session,
    *,
    provider: str | None,
    kind: str | None,
    message_id: list[str] | None,
    older_than: str | None,
) -> Filter:
    """The tenant comes from the global option --tenant: no tenant means all of them."""
    return Filter(
        tenant=session.choice.tenant,
        provider=provider,
        kind=kind,
        message_ids=frozenset(message_id or ()),
        older_than=parse_age(older_than),
    )
