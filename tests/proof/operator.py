"""An operator who replays dead letters as they come, with the command line's own hands."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from orderloom_cli.dlq.filters import Filter
from orderloom_cli.dlq.model import DeadLetterQueue
from orderloom_cli.dlq.replay import ReplayResult
from orderloom_cli.dlq.sweep import Sweep
from orderloom_cli.dlq.workbench import Workbench
from orderloom_cli.errors import CliError
from orderloom_cli.running import described
from orderloom_cli.session import local_deployment
from tests.e2e.world import World

POISON = "no message of ours"
_EVERY_SECONDS = 4.0


@dataclass
class Operator:
    """`replayed`: how many letters went back to where they came from; `purged`: thrown away;
    `poison`: how many messages that nobody can read were sent."""

    bench: Workbench
    replayed: int = 0
    purged: int = 0
    poison: int = 0
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
        if queues := self._filled():
            self._purge(queues)
            self.bench.replay(self._hear).run(queues, Filter())

    def waiting(self) -> int:
        """Letters that nobody has replayed yet."""
        return sum(self._depth(queue) for queue in self.bench.queues)

    def _filled(self) -> list[DeadLetterQueue]:
        """To look into an empty one takes a second."""
        return [queue for queue in self.bench.queues if self._depth(queue)]

    def _depth(self, queue: DeadLetterQueue) -> int:
        return self.bench.store.depth(queue.url).total

    def left_over(self) -> list[str]:
        """What lies in the dead-letter queues, and should not."""
        found: list[str] = []

        def tell(result: ReplayResult) -> None:
            letter = result.letter
            if letter.body != POISON:
                found.append(f"{letter.kind} {letter.tenant}: {letter.body[:200]}")

        self.bench.replay(tell, dry_run=True).run(self._filled(), Filter())
        return found

    def _purge(self, queues: Sequence[DeadLetterQueue]) -> None:
        """What can never be read is thrown away by hand."""
        for queue in queues:
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
