"""`orderloom orders label`: a link to an order's label, or the label itself."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from orderloom_cli.clients.transport import Request
from orderloom_cli.commands.order_id import OrderId
from orderloom_cli.errors import NoSuchThingError
from orderloom_cli.session import session_of


def label(
    context: typer.Context,
    order_id: OrderId,
    save: Annotated[
        Path | None, typer.Option(help="Write the label here, instead of telling the link.")
    ] = None,
) -> None:
    """Get an order's label. Whoever has the link can read it, for five minutes."""
    session = session_of(context)
    link = session.merchant.label(order_id)
    if save is None:
        text = f"{link['url']}\n{link['format'].upper()}, until {link['expires_at']}"
        session.output.result(link, Text(text, no_wrap=True, overflow="ignore"))
        return
    reply = session.transport.send(Request("GET", link["url"]))
    if reply.status != HTTPStatus.OK:
        raise NoSuchThingError(f"the label of {order_id} is kept no longer")
    save.write_bytes(reply.body)
    document = {"order_id": order_id, "format": link["format"], "path": str(save)}
    session.output.result(document, Text(f"{save}: {link['format'].upper()}"))
