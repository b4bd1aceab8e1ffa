"""What lies in a dead-letter queue, as an operator sees it.

A look takes a second for each queue, as an empty one is asked for that long: so name it.
"""

from typing import Any

from tests.e2e.command_line import CommandLine

GIVEN_UP_SECONDS = 120.0

Letters = list[dict[str, Any]]


def letters(cli: CommandLine, queue: str, tenant_id: str) -> Letters:
    found: Letters = cli.ok("dlq", "show", "--queue", queue, tenant=tenant_id)["messages"]
    return found


def replay(cli: CommandLine, queue: str, tenant_id: str, *words: str) -> Letters:
    done: Letters = cli.ok("dlq", "replay", "--queue", queue, *words, tenant=tenant_id)["messages"]
    return done


def purge(cli: CommandLine, queue: str, tenant_id: str) -> Letters:
    gone: Letters = cli.ok("dlq", "purge", "--queue", queue, "--yes", tenant=tenant_id)["messages"]
    return gone
