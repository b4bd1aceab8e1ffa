"""`orderloom status`: what runs, and whether anything waits or has failed."""

from dataclasses import asdict
from typing import Any

import typer

from orderloom_cli.aws import Aws
from orderloom_cli.deployment import Deployment
from orderloom_cli.dlq.discovery import find_dead_letter_queues, find_queues, short_name
from orderloom_cli.dlq.sqs import SqsDeadLetters
from orderloom_cli.local import LocalEnvironment
from orderloom_cli.session import session_of
from orderloom_cli.views.status import status_view

# Counting executions is listing them; nobody needs the exact number of very many.
_MOST = 1000


def status(context: typer.Context) -> None:
    """Show addresses, processes, queue depths, dead letters and executions."""
    session = session_of(context)
    deployment = session.deployment
    document: dict[str, Any] = {
        "stack": deployment.stack,
        "region": deployment.aws.region,
        "api_url": deployment.api_url,
        "simulator_url": deployment.local.simulator_url if deployment.local else None,
        "endpoint_url": deployment.local.endpoint_url if deployment.local else None,
        "processes": _processes() if deployment.local else [],
        **_queues(deployment),
        "executions": _executions(deployment.aws, deployment.output("StateMachineArn")),
    }
    session.output.result(document, status_view(document))


def _processes() -> list[dict[str, Any]]:
    environment = LocalEnvironment()
    if not environment.is_running():
        return []
    children = environment.details.children
    return [{"name": child.name, "pid": child.pid, "log": str(child.log)} for child in children]


def _queues(deployment: Deployment) -> dict[str, list[dict[str, Any]]]:
    store = SqsDeadLetters(deployment.aws.sqs)
    dead = {queue.arn: queue for queue in find_dead_letter_queues(deployment)}
    rows: dict[str, list[dict[str, Any]]] = {"queues": [], "dead_letter_queues": []}
    for arn, (resource, _attributes) in find_queues(deployment).items():
        kind = "dead_letter_queues" if arn in dead else "queues"
        depth = store.depth(resource.physical_id)
        name = dead[arn].name if arn in dead else short_name(resource.logical_id)
        rows[kind].append({"queue": name, **asdict(depth)})
    return {kind: sorted(found, key=lambda row: str(row["queue"])) for kind, found in rows.items()}


def _executions(aws: Aws, machine: str) -> dict[str, int]:
    pages = aws.workflows.get_paginator("list_executions")
    counts = {}
    for state in ("RUNNING", "FAILED", "TIMED_OUT"):
        found = pages.paginate(
            stateMachineArn=machine,
            statusFilter=state,
            PaginationConfig={"MaxItems": _MOST},
        )
        counts[state.lower()] = sum(len(page["executions"]) for page in found)
    return counts
