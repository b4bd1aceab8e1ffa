"""Everything the `dlq` commands (and the demo) work with, for one deployment."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from orderloom_cli.deployment import Deployment
from orderloom_cli.dlq.discovery import chosen, find_dead_letter_queues
from orderloom_cli.dlq.model import DeadLetterQueue
from orderloom_cli.dlq.ports import DeadLetterStore, StreamRereader, Timer
from orderloom_cli.dlq.replay import Replay, ReplayResult
from orderloom_cli.dlq.sqs import SqsDeadLetters
from orderloom_cli.dlq.streams import StreamsAndFunctions


class SystemTimer:
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(frozen=True)
class Workbench:
    """The dead-letter queues of a deployment, and hands to work on them."""

    queues: tuple[DeadLetterQueue, ...]
    store: DeadLetterStore
    streams: StreamRereader
    timer: Timer

    @classmethod
    def of(cls, deployment: Deployment) -> "Workbench":
        aws = deployment.aws
        return cls(
            queues=find_dead_letter_queues(deployment),
            store=SqsDeadLetters(aws.sqs),
            streams=StreamsAndFunctions(aws.streams, aws.functions),
            timer=SystemTimer(),
        )

    def chosen(self, name: str | None) -> tuple[DeadLetterQueue, ...]:
        return chosen(self.queues, name)

    def replay(self, tell: Callable[[ReplayResult], None], *, dry_run: bool = False) -> Replay:
        return Replay(self.store, self.streams, self.timer, tell, dry_run)
