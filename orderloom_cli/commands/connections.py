"""`orderloom connections`: a tenant's accounts at providers, and their signing secrets."""

from typing import Annotated, Any

import typer
from rich.text import Text

from orderloom_cli.commands.secret_input import secret_text
from orderloom_cli.session import Session, session_of
from orderloom_cli.views.connection import connections_view, secrets_view

app = typer.Typer(
    help="One tenant's accounts at providers, and their signing secrets.", no_args_is_help=True
)

_KEY_VARIABLE = "ORDERLOOM_PROVIDER_API_KEY"
_SECRET_VARIABLE = "ORDERLOOM_SIGNING_SECRET"  # noqa: S105 - the name of a variable
_LONGEST_OVERLAP = 30 * 86_400

_TenantId = Annotated[str, typer.Argument(help="3 to 40 of a-z, 0-9 and -.")]
_Provider = Annotated[str, typer.Argument(help="stripe, razorpay or shipstation.")]
_SigningSecret = Annotated[
    list[str] | None, typer.Option(help="Webhook signing secret; again for a second one.")
]
_KeyId = Annotated[
    str | None, typer.Option(help="Public half of the API key, where it has one (Razorpay).")
]
_CarrierId = Annotated[list[str] | None, typer.Option(help="Carrier to rate with; again for more.")]


@app.command("list")
def list_all(context: typer.Context) -> None:
    """Show each connection, its signing secrets and how often each was used."""
    session = session_of(context)
    found = session.operator.connections(session.tenant)
    session.output.result(found, connections_view(found["data"]))


@app.command()
def connect(
    context: typer.Context,
    provider: _Provider,
    signing_secret: _SigningSecret = None,
    key_id: _KeyId = None,
    carrier_id: _CarrierId = None,
) -> None:
    """Store the tenant's account at a provider, replacing an earlier one and its secrets.

    The provider's API key is read from ORDERLOOM_PROVIDER_API_KEY or standard input, or
    asked for: on the command line it would stay in the shell's history.
    """
    session = session_of(context)
    _connect(session, session.tenant, provider, _parts(signing_secret, key_id, carrier_id))


def connect_tenant(
    context: typer.Context,
    tenant_id: _TenantId,
    provider: _Provider,
    signing_secret: _SigningSecret = None,
    key_id: _KeyId = None,
    carrier_id: _CarrierId = None,
) -> None:
    """As `connections connect`, for the tenant named."""
    parts = _parts(signing_secret, key_id, carrier_id)
    _connect(session_of(context), tenant_id, provider, parts)


@app.command()
def rotate(
    context: typer.Context,
    provider: _Provider,
    overlap: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=_LONGEST_OVERLAP,
            help="Seconds the earlier secrets stay accepted; a day unless given.",
        ),
    ] = None,
) -> None:
    """Add a signing secret; earlier ones stay accepted for the overlap.

    The secret is read from ORDERLOOM_SIGNING_SECRET or standard input, or asked for.
    """
    session = session_of(context)
    secret = secret_text(_SECRET_VARIABLE, f"New signing secret at {provider}")
    done = session.operator.rotate(session.tenant, provider, secret, overlap_seconds=overlap)
    added = done["signing_secrets"][0]["id"]
    session.output.result(
        done, Text(f"{added} is accepted from now on."), secrets_view(done["signing_secrets"])
    )


@app.command()
def retire(
    context: typer.Context,
    provider: _Provider,
    secret_id: Annotated[str, typer.Argument(help="As `connections list` shows it.")],
) -> None:
    """Refuse a signing secret, and what is signed with it."""
    session = session_of(context)
    done = session.operator.retire(session.tenant, provider, secret_id)
    told = f"{secret_id} is retired; refused everywhere by {done['everywhere_at']}."
    session.output.result(done, Text(told), secrets_view(done["signing_secrets"]))


def _parts(
    signing_secret: list[str] | None, key_id: str | None, carrier_id: list[str] | None
) -> dict[str, Any]:
    given = {"key_id": key_id, "signing_secrets": signing_secret, "carrier_ids": carrier_id}
    return {name: value for name, value in given.items() if value}


def _connect(session: Session, tenant_id: str, provider: str, parts: dict[str, Any]) -> None:
    key = secret_text(_KEY_VARIABLE, f"API key at {provider}")
    answer = session.operator.connect(tenant_id, provider, {"api_key": key, **parts})
    session.output.result(answer, Text(f"{tenant_id} is connected to {provider}."))
