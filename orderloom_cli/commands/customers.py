"""`orderloom customers`: what the law asks for about a tenant's customers."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from orderloom_cli.errors import UsageError
from orderloom_cli.session import session_of
from orderloom_cli.tenancy.aws_archive import archive_of
from orderloom_cli.tenancy.aws_erasure import DynamoRedaction, S3Labels
from orderloom_cli.tenancy.erasure import CustomerErasure
from orderloom_cli.tenancy.office import Office

app = typer.Typer(help="Customers of one tenant.", no_args_is_help=True)


@app.callback()
def customers() -> None:
    """Keeps `erase` a command of its own while it is the only one."""


@app.command()
def erase(
    context: typer.Context,
    tenant_id: Annotated[str, typer.Argument(help="Whose customer.")],
    email: Annotated[str, typer.Option(help="The customer's address, as orders have it.")],
    report: Annotated[Path | None, typer.Option(help="A new file for the proof.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be erased; change nothing.")
    ] = False,
) -> None:
    """Erase a customer's name and addresses from finished orders, and delete their labels.

    Refused, with a list, while an order is open. The result is the proof: what was erased, by
    key and checksum, and that another look finds nothing.
    """
    if report is None and not dry_run:
        raise UsageError("name a file for the proof with --report")
    if report is not None and report.exists():
        raise UsageError(f"{report} exists; name a file that does not")
    session = session_of(context)
    deployment = session.deployment
    office = Office.of(deployment)
    erasure = CustomerErasure(
        office.items,
        office.directory,
        S3Labels(deployment.aws.s3, deployment.output("LabelBucket")),
        DynamoRedaction(office.client, office.homes),
        archive_of(deployment),
        lambda: office.timer.sleep(office.pace.function_timeout + office.pace.grace),
    )
    proof = erasure(tenant_id, email, at=office.timer.now(), dry_run=dry_run)
    if report is not None:
        report.write_text(json.dumps(proof, indent=2) + "\n")
    summary = f"{len(proof['orders'])} orders, {proof['items']}, {proof['labels']} labels, "
    summary += f"{proof['archived']} archived"
    session.output.result(proof, Text(f"{summary}; found afterwards: {proof['found_afterwards']}"))
