"""An operator who replays dead letters as they come, with the command line's own hands."""

import threading
from dataclasses import dataclass, field

from orderloom_cli.dlq.filters import Filter
from orderloom_cli.dlq.replay import ReplayResult
from orderloom_cli.dlq.sweep import Sweep
from orderloom_cli.dlq.workbench import Workbench
from orderloom_cli.errors import CliError
from orderloom_cli.running import described
from orderloom_cli.session import local_deployment
from tests.e2e.world import World

POISON = "no message of ours"
_EVERY_SECONDS = 8.0


@dataclass
class Operator:
    """`replayed`: how many letters went back to where they came from; `purged`: thrown away."""

    bench: Workbench
    replayed: int = 0
    purged: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @classmethod
    def of(cls, world: World) -> "Operator":
        return cls(Workbench.of(local_deployment(described(world.details))))

    def start(self) -> None:
        self._over.clear()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        if self._thread:
            self._thread.join()

    def replay(self) -> None:
        self._purge()
        self.bench.replay(self._hear).run(self.bench.queues, Filter())

    def waiting(self) -> int:
        """Letters that nobody has replayed yet."""
        return sum(self.bench.store.depth(queue.url).total for queue in self.bench.queues)

    def left_over(self) -> list[str]:
        """What lies in the dead-letter queues."""
        found: list[str] = []

        def tell(result: ReplayResult) -> None:
            found.append(f"{result.letter.kind} {result.letter.tenant}: {result.letter.body[:200]}")

        self.bench.replay(tell, dry_run=True).run(self.bench.queues, Filter())
        return found

    def _purge(self) -> None:
        """What can never be read is thrown away by hand."""
        for queue in self.bench.queues:
            with Sweep(self.bench.store, queue) as sweep:
                for letter in sweep:
                    if letter.body == POISON:
                        self.bench.store.delete(letter)
                        sweep.settled(letter)
                        self.purged += 1

    def _hear(self, result: ReplayResult) -> None:
        self.replayed += not result.failed

    def _work(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            try:
                self.replay()
            except CliError:
                continue  # the next round will do
