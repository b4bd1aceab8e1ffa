"""`orderloom doctor`: what is wrong with tenants' connections, and how to mend it."""

from typing import Annotated

import typer

from orderloom_cli.doctor.examination import Doctor
from orderloom_cli.errors import UnhealthyError, UsageError
from orderloom_cli.session import Session, session_of
from orderloom_cli.views.doctor import report_view


def doctor(
    context: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="Fail for warnings, too.")] = False,
) -> None:
    """Compare connections with the accounts at the providers: keys, webhooks, secrets, clocks.

    Of --tenant; without it, of every tenant of the deployment on this machine. Nothing is
    changed. Exit code 1 when something is wrong.
    """
    session = session_of(context)
    examine = Doctor(session.transport, session.operator, session.deployment).examine
    reports = [examine(tenant_id) for tenant_id in _tenants(session)]
    document = {"tenants": [report.document() for report in reports]}
    session.output.result(document, *map(report_view, reports))
    failing = {"error", "warning"} if strict else {"error"}
    wrong = sum(found.severity in failing for report in reports for found in report.findings)
    if wrong:
        raise UnhealthyError(wrong)


def _tenants(session: Session) -> list[str]:
    if session.choice.tenant:
        return [session.choice.tenant]
    local = session.deployment.local
    if local and local.tenants:
        return [tenant.id for tenant in local.tenants]
    raise UsageError("name the tenant with --tenant")
