"""POST /v1/rates: what carriers would take, for merchants."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from orderloom.bootstrap import container
from orderloom.http.caller import merchants_and_their_operators
from orderloom.http.rates_api import rates_endpoint
from orderloom.http.router import router
from orderloom.http.telemetry import logger, metrics

app = router((rates_endpoint(container),), merchants_and_their_operators(container))


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
