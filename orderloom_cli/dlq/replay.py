"""Sending dead letters to where they came from; each is kept until its copy is accepted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from orderloom_cli.dlq.filters import Filter
from orderloom_cli.dlq.model import DeadLetter, DeadLetterQueue, QueueSource, StreamSource
from orderloom_cli.dlq.pace import Pace
from orderloom_cli.dlq.ports import DeadLetterStore, NotAcceptedError, StreamRereader, Timer
from orderloom_cli.dlq.stream_batch import StreamBatch, read_stream_batch
from orderloom_cli.dlq.sweep import Sweep


class Outcome(StrEnum):
    """What became of one message."""

    WOULD_REPLAY = "would_replay"
    REPLAYED = "replayed"
    KEPT = "kept"
    SENT_NOT_DELETED = "sent_not_deleted"


@dataclass(frozen=True)
class ReplayResult:
    """`target` is where it went, or would go; `detail` says why it was kept."""

    letter: DeadLetter
    outcome: Outcome
    target: str | None = None
    detail: str = ""

    @property
    def failed(self) -> bool:
        return self.outcome in (Outcome.KEPT, Outcome.SENT_NOT_DELETED)


@dataclass(frozen=True)
class Replay:
    """`tell` hears of each message as soon as it is done with."""

    store: DeadLetterStore
    streams: StreamRereader
    timer: Timer
    tell: Callable[[ReplayResult], None]
    dry_run: bool = False

    def run(
        self,
        queues: Iterable[DeadLetterQueue],
        wanted: Filter,
        *,
        limit: int | None = None,
        rate: float | None = None,
    ) -> None:
        pace = Pace(self.timer, None if self.dry_run else rate)
        left = limit
        for queue in queues:
            with Sweep(self.store, queue, hidden_seconds=pace.seconds_for_a_batch()) as sweep:
                for letter in sweep:
                    if left == 0:
                        return
                    if not wanted.matches(letter, self.timer.now()):
                        continue
                    left = None if left is None else left - 1
                    pace.wait()
                    self.tell(self._one(letter, sweep))

    def _one(self, letter: DeadLetter, sweep: Sweep) -> ReplayResult:
        source = letter.source
        batch = read_stream_batch(letter.body)
        match source:
            case QueueSource():
                return self._to_queue(letter, source, sweep)
            case StreamSource() if batch is not None:
                return self._to_reader(letter, source, batch, sweep)
            case _:
                return ReplayResult(letter, Outcome.KEPT, detail="where it came from is unknown")

    def _to_queue(self, letter: DeadLetter, source: QueueSource, sweep: Sweep) -> ReplayResult:
        tenant = letter.tenant
        if tenant is None:
            return ReplayResult(letter, Outcome.KEPT, source.name, "it names no tenant")
        if self.dry_run:
            return ReplayResult(letter, Outcome.WOULD_REPLAY, source.name)
        try:
            sweep.sent_again(self.store.send(letter, source, group=tenant))
        except NotAcceptedError as refusal:
            return ReplayResult(letter, Outcome.KEPT, source.name, str(refusal))
        return self._accepted(letter, source.name, sweep)

    def _to_reader(
        self, letter: DeadLetter, source: StreamSource, batch: StreamBatch, sweep: Sweep
    ) -> ReplayResult:
        if batch.stream_arn != source.arn:
            return ReplayResult(letter, Outcome.KEPT, source.name, "it is of another stream")
        try:
            records = self.streams.records(source, batch)
            if self.dry_run:
                told = f"{len(records)} of {batch.size} records"
                return ReplayResult(letter, Outcome.WOULD_REPLAY, source.name, told)
            self.streams.hand_over(source, records)
        except NotAcceptedError as refusal:
            return ReplayResult(letter, Outcome.KEPT, source.name, str(refusal))
        return self._accepted(letter, source.name, sweep)

    def _accepted(self, letter: DeadLetter, target: str, sweep: Sweep) -> ReplayResult:
        # Only now: a crash before this line leaves a duplicate, which the claim on the
        # event absorbs; a crash the other way round would lose the message.
        try:
            self.store.delete(letter)
        except NotAcceptedError as refusal:
            return ReplayResult(letter, Outcome.SENT_NOT_DELETED, target, str(refusal))
        sweep.settled(letter)
        return ReplayResult(letter, Outcome.REPLAYED, target)
