"""Dead letters as JSON documents: what --json prints, and what the views read."""

from typing import Any

from orderloom_cli.dlq.masking import MASK, masked_body
from orderloom_cli.dlq.model import Attribute, DeadLetter, DeadLetterQueue, Depth
from orderloom_cli.dlq.replay import ReplayResult
from orderloom_cli.dlq.stream_batch import read_stream_batch

# Signatures prove nothing to a person, and must not travel.
_HIDDEN_ATTRIBUTES = frozenset({"headers"})


def queue_document(queue: DeadLetterQueue, depth: Depth, oldest: str | None) -> dict[str, Any]:
    return {
        "queue": queue.name,
        "source": [source.name for source in queue.sources],
        "depth": depth.total,
        "ready": depth.ready,
        "in_flight": depth.in_flight,
        "oldest": oldest,
        "url": queue.url,
    }


def letter_document(letter: DeadLetter, *, whole: bool = False) -> dict[str, Any]:
    """`whole` is for a person who asked for the body: nothing is masked then."""
    source = letter.source
    batch = read_stream_batch(letter.body)
    return {
        "message_id": letter.message_id,
        "queue": letter.queue.name,
        "source": source.name if source else None,
        "tenant": letter.tenant,
        "kind": _kind(letter),
        "provider": letter.provider,
        "event_id": letter.event_id,
        "receive_count": letter.receive_count,
        "first_seen": letter.first_seen.isoformat(),
        "replayed_before": letter.text("replayed") == "true",
        "explanation": batch.explanation if batch else None,
        "attributes": {
            name: _shown(name, attribute, whole=whole)
            for name, attribute in letter.attributes.items()
        },
        "body": letter.body if whole else masked_body(letter.body),
    }


def result_document(result: ReplayResult) -> dict[str, Any]:
    letter = result.letter
    return {
        "message_id": letter.message_id,
        "queue": letter.queue.name,
        "target": result.target,
        "tenant": letter.tenant,
        "kind": _kind(letter),
        "provider": letter.provider,
        "event_id": letter.event_id,
        "outcome": result.outcome,
        "detail": result.detail or None,
    }


def _kind(letter: DeadLetter) -> str | None:
    return letter.kind or ("stream_batch" if read_stream_batch(letter.body) else None)


def _shown(name: str, attribute: Attribute, *, whole: bool) -> object:
    if attribute.binary is not None:
        return f"{len(attribute.binary)} bytes"
    if name in _HIDDEN_ATTRIBUTES and not whole:
        return MASK
    return attribute.text
