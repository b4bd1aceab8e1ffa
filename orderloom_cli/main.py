"""The `orderloom` command: its global options, its commands, its exit codes."""

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from orderloom_cli.commands import (
    connections,
    cost,
    customers,
    demo,
    dlq,
    doctor,
    local,
    orders,
    reconcile,
    shipping,
    simulate,
    status,
    stock,
    tenants,
)
from orderloom_cli.console import Output
from orderloom_cli.errors import CliError, InterruptionError
from orderloom_cli.exit_codes import MEANINGS, ExitCode
from orderloom_cli.failures import as_cli_error
from orderloom_cli.global_options import hoisted
from orderloom_cli.session import Choice, Session

_EPILOG = (
    "Global options may stand anywhere on the line. Exit codes: "
    + ", ".join(f"{int(code)} {meaning}" for code, meaning in MEANINGS.items())
    + "."
)

app = typer.Typer(
    name="orderloom",
    help=(
        "Run Orderloom on this machine, and operate it there or on AWS.\n\n"
        "Without --stage, --stack or --profile commands work on what runs on this machine, "
        "else on the stack Orderloom-dev."
    ),
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def choose(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    tenant: Annotated[str | None, typer.Option(help="The tenant to act for.")] = None,
    stage: Annotated[
        str | None, typer.Option(help="local, dev, prod, …: the stack Orderloom-<stage>.")
    ] = None,
    stack: Annotated[str | None, typer.Option(help="The CloudFormation stack by name.")] = None,
    profile: Annotated[str | None, typer.Option(help="AWS profile.")] = None,
    region: Annotated[str | None, typer.Option(help="AWS region.")] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,  # noqa: ARG001 - run() reads it, also when parsing fails
) -> None:
    if context.obj is None:
        context.obj = Session(
            output=Output.for_terminal(as_json=as_json),
            choice=Choice(profile=profile, region=region, stage=stage, stack=stack, tenant=tenant),
        )


app.command("up")(local.up)
app.command("down")(local.down)
app.command("status")(status.status)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("simulate")(simulate.simulate)
app.command("cost")(cost.cost)
app.command("reconcile")(reconcile.reconcile)
app.add_typer(tenants.app, name="tenants")
app.add_typer(connections.app, name="connections")
app.add_typer(customers.app, name="customers")
app.add_typer(orders.app, name="orders")
app.add_typer(shipping.app, name="shipping")
app.add_typer(stock.app, name="stock")
app.add_typer(dlq.app, name="dlq")


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str], session: Session | None = None) -> int:
    """Carries out one command and returns its exit code. `session` replaces the real one."""
    words = hoisted(arguments)
    output = session.output if session else Output.for_terminal(as_json="--json" in words)
    try:
        outcome = app(words, standalone_mode=False, prog_name="orderloom", obj=session)
    except typer.Abort:
        return _told(output, InterruptionError("interrupted"))
    except BrokenPipeError:
        # The reader of our output has seen enough, as `head` does.
        sys.stderr.close()
        return ExitCode.OK
    except Exception as error:  # noqa: BLE001 - whatever happens, a person gets one clear line
        if "--debug" in words:
            traceback.print_exc()
        known = as_cli_error(error)
        if known is None:
            summary = f"a bug in orderloom: {type(error).__name__}: {error} (see --debug)"
            known = CliError(summary)
        return _told(output, known)
    if outcome == ExitCode.INTERRUPTED:  # Typer turns Ctrl-C into this
        return _told(output, InterruptionError("interrupted"))
    return outcome if isinstance(outcome, int) else ExitCode.OK


def _told(output: Output, error: CliError) -> int:
    output.failure(error)
    return int(error.exit_code)
