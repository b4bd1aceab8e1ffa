"""`orderloom tenants export`: one tenant's data, for itself or for another system."""

import json
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from orderloom_cli.errors import UsageError
from orderloom_cli.session import Session, session_of
from orderloom_cli.tenancy.aws_archive import archive_of
from orderloom_cli.tenancy.export import MANIFEST, export
from orderloom_cli.tenancy.office import Office


def export_tenant(
    context: typer.Context,
    tenant_id: Annotated[str, typer.Argument(help="Whose data.")],
    out: Annotated[
        Path | None, typer.Option(help="A new folder here, instead of the bucket for exports.")
    ] = None,
) -> None:
    """Export everything of a tenant but secrets, as compressed JSON lines with a manifest.

    It is no snapshot: what changes meanwhile may be in it or not.
    """
    session = session_of(context)
    if out is not None:
        if out.exists():
            raise UsageError(f"{out} exists; name a folder that does not")
        out.mkdir(parents=True)
        place = str(out)
        manifest = _export(session, tenant_id, out)
    else:
        with tempfile.TemporaryDirectory() as folder:
            manifest = _export(session, tenant_id, Path(folder))
            place = _upload(session, tenant_id, Path(folder), manifest["exported_at"])
    counts = [f"{name}: {file['items']} items" for name, file in manifest["files"].items()]
    session.output.result(
        {"place": place, "manifest": manifest}, Text("\n".join([*counts, f"In {place}"]))
    )


def _export(session: Session, tenant_id: str, folder: Path) -> dict[str, Any]:
    office = Office.of(session.deployment)
    archive = archive_of(session.deployment)
    export(
        tenant_id,
        office.everything(tenant_id),
        folder,
        office.timer.now(),
        archived=archive.lines(tenant_id),
    )
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    return manifest


def _upload(session: Session, tenant_id: str, folder: Path, at: str) -> str:
    bucket = session.deployment.output("ExportBucket")
    prefix = f"exports/{tenant_id}/{at}"
    # The manifest last: an export with one is whole.
    for file in sorted(folder.iterdir(), key=lambda path: path.name == MANIFEST):
        session.deployment.aws.s3.upload_file(str(file), bucket, f"{prefix}/{file.name}")
    return f"s3://{bucket}/{prefix}/"
