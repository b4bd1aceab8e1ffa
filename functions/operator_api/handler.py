"""Everything below /operator: merchants and their connections, for operators."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from orderloom.bootstrap import container
from orderloom.http.caller import operators_only
from orderloom.http.operator_api import operator_endpoints
from orderloom.http.router import router
from orderloom.http.telemetry import logger, metrics

app = router(operator_endpoints(container), operators_only)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
