"""`orderloom connections`: a tenant's accounts at providers, and their signing secrets."""

from typing import Annotated, Any

import typer
from rich.text import Text

from orderloom_cli.commands.secret_input import secret_text
from orderloom_cli.errors import UsageError
from orderloom_cli.session import Session, session_of
from orderloom_cli.views.connection import connections_view, secrets_view

app = typer.Typer(
    help="One tenant's accounts at providers, and their signing secrets.", no_args_is_help=True
)

_KEY_VARIABLE = "ORDERLOOM_PROVIDER_API_KEY"
_SECRET_VARIABLE = "ORDERLOOM_SIGNING_SECRET"  # noqa: S105 - the name of a variable
_LONGEST_OVERLAP = 30 * 86_400

_TenantId = Annotated[str, typer.Argument(help="3 to 40 of a-z, 0-9 and -.")]
_Provider = Annotated[
    str,
    typer.Argument(
        help="stripe, razorpay, shipstation, fedex, ups, dhl, usps or shiprocket; a carrier's "
        "further account with a name of its own, such as fedex.second."
    ),
]
_SigningSecret = Annotated[
    list[str] | None, typer.Option(help="Webhook signing secret; again for a second one.")
]
_KeyId = Annotated[
    str | None,
    typer.Option(help="Public half of the API key, or the user's name, where there is one."),
]
_CarrierId = Annotated[list[str] | None, typer.Option(help="Carrier to rate with; again for more.")]
_AccountId = Annotated[
    str | None,
    typer.Option(help="The connected account that a platform's key acts for (Stripe Connect)."),
]
_Detail = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=VALUE",
        help="What else the account has, such as account_number=740561073; again for more.",
    ),
]


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
    detail: _Detail = None,
    account_id: _AccountId = None,
) -> None:
    """Store the tenant's account at a provider, replacing an earlier one and its secrets.

    The provider's API key is read from ORDERLOOM_PROVIDER_API_KEY or standard input, or
    asked for: on the command line it would stay in the shell's history.
    """
    session = session_of(context)
    parts = _parts(signing_secret, key_id, carrier_id, detail, account_id)
    _connect(session, session.tenant, provider, parts)


def connect_tenant(
    context: typer.Context,
    tenant_id: _TenantId,
    provider: _Provider,
    signing_secret: _SigningSecret = None,
    key_id: _KeyId = None,
    carrier_id: _CarrierId = None,
    detail: _Detail = None,
    account_id: _AccountId = None,
) -> None:
    """As `connections connect`, for the tenant named."""
    parts = _parts(signing_secret, key_id, carrier_id, detail, account_id)
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
    signing_secret: list[str] | None,
    key_id: str | None,
    carrier_id: list[str] | None,
    detail: list[str] | None,
    account_id: str | None,
) -> dict[str, Any]:
    given = {
        "key_id": key_id,
        "account_id": account_id,
        "signing_secrets": signing_secret,
        "carrier_ids": carrier_id,
        "details": dict(_detail(text) for text in detail or ()),
    }
    return {name: value for name, value in given.items() if value}


def _detail(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    if not name or not value:
        raise UsageError(f"--detail {text}: give NAME=VALUE, such as account_number=740561073")
    return name, value


def _connect(session: Session, tenant_id: str, provider: str, parts: dict[str, Any]) -> None:
    key = secret_text(_KEY_VARIABLE, f"API key at {provider}")
    answer = session.operator.connect(tenant_id, provider, {"api_key": key, **parts})
    session.output.result(answer, Text(f"{tenant_id} is connected to {provider}."))
