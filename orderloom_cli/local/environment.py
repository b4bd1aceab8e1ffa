"""One running Orderloom on this machine: emulator, simulator, deployed stack."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final, Self

from infra.paths import BUILD, FUNCTIONS
from orderloom_cli.local import emulator, simulator
from orderloom_cli.local.assembly import prepare_assembly
from orderloom_cli.local.deployment import deploy
from orderloom_cli.local.details import STATE_FILE, LocalDetails
from orderloom_cli.local.errors import AlreadyRunningError, NotRunningError
from orderloom_cli.local.ports import LOOPBACK, free_ports
from orderloom_cli.local.processes import end, is_alive
from orderloom_cli.local.readiness import check_alive, wait_until_ready
from orderloom_cli.local.signals import sigterm_exits, undisturbed

_PATIENCE_SECONDS: Final = 60.0


class LocalEnvironment:
    """An environment in ``build/<name>``; a context manager that cleans up.

    In a ``with`` block everything is stopped at its end: by return, exception,
    Ctrl-C or SIGTERM, and on Linux also when this process is killed. With
    ``outlive_parent`` start() leaves it running for later commands, which find
    it by its name.

    ``wire`` puts a proxy between the functions and the emulator: called with
    the emulator's address before it starts, it returns the address functions
    are to use. It has to pass the Host header on, which requests are signed with.

    ``provider_wire`` does the same between the functions and the simulator.

    ``saga_wait_scale`` shortens (below 1) how long a saga waits between retries;
    it changes no time limit. ``redelivery_scale`` shortens how long a queue keeps
    back what its function failed at; ``retry_scale`` how long the simulated
    providers wait until they send a webhook again.
    """

    def __init__(
        self,
        name: str = "local",
        *,
        outlive_parent: bool = False,
        wire: Callable[[str], str] | None = None,
        provider_wire: Callable[[str], str] | None = None,
        saga_wait_scale: float = 1.0,
        redelivery_scale: float = 1.0,
        retry_scale: float = 1.0,
        functions: Path = FUNCTIONS,
    ) -> None:
        self.directory = BUILD / name
        self._outlive_parent = outlive_parent
        self._wire = wire
        self._provider_wire = provider_wire
        self._saga_wait_scale = saga_wait_scale
        self._redelivery_scale = redelivery_scale
        self._retry_scale = retry_scale
        self._functions = functions
        self._at_exit = ExitStack()

    @property
    def details(self) -> LocalDetails:
        """Addresses and outputs; raises NotRunningError when it was not started."""
        details = LocalDetails.load(self.directory)
        if details is None or not details.outputs:
            raise NotRunningError(self.directory)
        return details

    def is_running(self) -> bool:
        """Whether emulator and simulator run and the stack is deployed."""
        details = LocalDetails.load(self.directory)
        return (
            details is not None
            and bool(details.outputs)
            and all(is_alive(child) for child in details.children)
        )

    def check(self) -> None:
        """Raise ProcessDiedError, with the end of its log, for what has died."""
        check_alive(self.details.children)

    def start(self, progress: Callable[[str], None] = lambda _step: None) -> LocalDetails:
        """Start and deploy; ``progress`` is told each step as it begins.

        Raises a LocalError; whatever goes wrong, what was started is stopped.
        """
        if self.is_running():
            raise AlreadyRunningError(self.directory)
        self.stop()  # what an interrupted run may have left
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        try:
            with sigterm_exits():
                return self._start(progress)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End every process of the environment; its logs stay. Safe to repeat."""
        details = LocalDetails.load(self.directory)
        if details is not None:
            with undisturbed():
                end(details.children)
                shutil.rmtree(emulator.temporary_files(self.directory), ignore_errors=True)
                (self.directory / STATE_FILE).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(sigterm_exits())
            self.start()
            stack.callback(self.stop)
            self._at_exit = stack.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._at_exit.close()

    def _start(self, progress: Callable[[str], None]) -> LocalDetails:
        progress("Starting the emulator and the simulator")
        details = self._start_processes()
        # They boot while the application is synthesised.
        progress("Preparing the CDK application")
        assembly = prepare_assembly(
            self.directory,
            simulator_url=self._as_functions_see(details.simulator_url),
            functions=self._functions,
        )
        for child, port, path in (
            (details.emulator, details.emulator_port, emulator.HEALTH_PATH),
            (details.simulator, details.simulator_port, simulator.HEALTH_PATH),
        ):
            wait_until_ready(child, port=port, path=path, seconds=_PATIENCE_SECONDS)
        progress("Deploying onto the emulator")
        outputs = deploy(
            self.directory,
            assembly=assembly,
            emulator_url=details.emulator_url,
            watch=lambda: check_alive(details.children),
        )
        details = replace(details, outputs=outputs)
        details.save()
        return details

    def _as_functions_see(self, simulator_url: str) -> str:
        return self._provider_wire(simulator_url) if self._provider_wire else simulator_url

    def _start_processes(self) -> LocalDetails:
        emulator_port, simulator_port = free_ports(2)
        emulator_url = f"http://{LOOPBACK}:{emulator_port}"
        wire_url = self._wire(emulator_url) if self._wire else None
        started = emulator.start_emulator(
            self.directory,
            port=emulator_port,
            wire_url=wire_url,
            saga_wait_scale=self._saga_wait_scale,
            redelivery_scale=self._redelivery_scale,
            outlive_parent=self._outlive_parent,
        )
        with ExitStack() as unless_saved:
            unless_saved.callback(end, [started])
            details = LocalDetails(
                directory=self.directory,
                emulator_port=emulator_port,
                simulator_port=simulator_port,
                emulator=started,
                simulator=simulator.start_simulator(
                    self.directory,
                    port=simulator_port,
                    retry_scale=self._retry_scale,
                    outlive_parent=self._outlive_parent,
                ),
                outputs={},
            )
            details.save()
            unless_saved.pop_all()
        return details
