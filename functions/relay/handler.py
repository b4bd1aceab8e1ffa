"""Table stream: committed events and steps become reactions, and rates become more shards.

The batch is sent as one: a failure repeats all of it, and every reaction may come twice.
"""

from collections.abc import Iterable
from typing import Any

from aws_lambda_powertools.logging import Logger
from orderloom.adapters.dynamodb.stream import committed_event, drain_step, noted_contention
from orderloom.bootstrap import container
from orderloom.domain.contention import relief_of
from orderloom.domain.outbox import following, reactions_to
from orderloom.domain.transition import OrderEvent
from orderloom.errors import OrderloomError

logger = Logger(service="relay")


def handler(event: dict[str, Any], _context: object) -> None:
    committed = [news for record in event["Records"] if (news := committed_event(record))]
    contended = [note for record in event["Records"] if (note := noted_contention(record))]
    reactions = [reaction for news in committed for reaction in reactions_to(news)]
    reactions += [relief for note in contended if (relief := relief_of(note))]
    steps = [step for record in event["Records"] if (step := drain_step(record))]
    reactions += [next_one for step in steps if (next_one := following(step))]
    if reactions:
        container().reactions.send(reactions)
    grown = _observe(committed)
    logger.info("relayed", records=len(event["Records"]), reactions=len(reactions) + grown)


def _observe(committed: Iterable[OrderEvent]) -> int:
    """How many growths were asked for. No order waits because a rate cannot be counted now."""
    try:
        growth = container().observe_rates(committed)
        if growth:
            container().reactions.send(growth)
    except OrderloomError as exc:
        logger.warning("rates", reason=str(exc))
        return 0
    return len(growth)
