"""API Gateway's authorizer: from an API key to who calls (simple response)."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from orderloom.bootstrap import container
from orderloom.http.caller import TENANT_HEADER
from orderloom.http.telemetry import logger
from orderloom.services.authorize import Authorize


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """An error is left to rise: API Gateway answers 500, where a refusal would say 403."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    authorize = Authorize(tenants=container().tenants, operator_key=container().operator_key)
    grant = authorize(headers.get("authorization", ""), headers.get(TENANT_HEADER.lower()))
    if grant is None:
        logger.info("refused")
        return {"isAuthorized": False}
    context = {"role": grant.role.value, "tenant_id": grant.tenant_id or ""}
    logger.info("admitted", extra=context)
    return {"isAuthorized": True, "context": context}
