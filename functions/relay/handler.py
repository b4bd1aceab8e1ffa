"""Table stream: every committed event becomes its reactions.

The batch is sent as one: a failure repeats all of it, and every reaction may come twice.
"""

from typing import Any

from aws_lambda_powertools.logging import Logger
from orderloom.adapters.dynamodb.stream import committed_event
from orderloom.bootstrap import container
from orderloom.domain.reactions import reactions_to

logger = Logger(service="relay")


def handler(event: dict[str, Any], _context: object) -> None:
    committed = [committed_event(record) for record in event["Records"]]
    reactions = [reaction for news in committed if news for reaction in reactions_to(news)]
    if reactions:
        container().reactions.send(reactions)
    logger.info("relayed", records=len(event["Records"]), reactions=len(reactions))
