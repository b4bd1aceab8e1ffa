"""`orderloom tenants erase`: everything of one tenant, for good."""

import json
import uuid
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from orderloom_cli.errors import UsageError
from orderloom_cli.session import session_of
from orderloom_cli.tenancy.aws_archive import archive_of
from orderloom_cli.tenancy.aws_belongings import AwsBelongings
from orderloom_cli.tenancy.aws_erasure import S3Labels
from orderloom_cli.tenancy.office import Office
from orderloom_cli.tenancy.tenant_erasure import TenantErasure


def erase_tenant(
    context: typer.Context,
    tenant_id: Annotated[str, typer.Argument(help="Who is erased.")],
    confirm: Annotated[str, typer.Option(help="The tenant's id again.")] = "",
    report: Annotated[Path | None, typer.Option(help="A new file for the proof.")] = None,
    open_too: Annotated[
        bool, typer.Option("--open-orders-too", help="Even if orders are not over.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be erased; change nothing.")
    ] = False,
) -> None:
    """Erase a tenant: items, labels, exports, archive, connections, API keys, and the profile last.

    Its writes are refused from the beginning on. Safe to kill and to repeat.
    """
    if not dry_run and (confirm != tenant_id or report is None):
        raise UsageError("say --confirm with the tenant's id, and name a file with --report")
    if report is not None and report.exists():
        raise UsageError(f"{report} exists; name a file that does not")
    session = session_of(context)
    deployment = session.deployment
    office = Office.of(deployment)
    s3 = deployment.aws.s3
    belongings = AwsBelongings(
        office.client,
        deployment.output("TableName"),
        office.items,
        S3Labels(s3, deployment.output("LabelBucket")),
        S3Labels(s3, deployment.output("ExportBucket")),
        archive_of(deployment),
    )
    erasure = TenantErasure(
        office.items,
        office.directory,
        belongings,
        office.timer,
        office.pace,
        uuid.uuid4().hex,
        session.output.note,
    )
    proof = erasure(tenant_id, open_too=open_too, dry_run=dry_run)
    if report is not None:
        report.write_text(json.dumps(proof, indent=2) + "\n")
    session.output.result(proof, Text(json.dumps(proof, indent=2)))
