"""How AWS says that it is too busy, or that it is not well."""

import json

from starlette.responses import Response

_JSON = {"content-type": "application/x-amz-json-1.0"}
_THROTTLED = {
    "dynamodb": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    "sqs": "com.amazonaws.sqs#RequestThrottled",
    "states": "ThrottlingException",
    "kms": "ThrottlingException",
}


def refusal(service: str, kind: str) -> Response:
    """`kind` is "throttled" or "unavailable"; STS and S3 speak XML, the providers HTTP."""
    throttled = kind == "throttled"
    if service == "s3":
        return _xml("<Error><Code>SlowDown</Code></Error>", 503 if throttled else 500)
    if service == "sts":
        code = "Throttling" if throttled else "InternalFailure"
        text = f"<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>"
        return _xml(text, 400 if throttled else 500)
    if service in _THROTTLED:
        kind = _THROTTLED[service] if throttled else "InternalServerError"
        document = {"__type": kind, "message": "as the proof wishes"}
        return Response(json.dumps(document), 400 if throttled else 500, _JSON)
    return Response(b"{}", 429 if throttled else 503, {"content-type": "application/json"})


def _xml(text: str, status: int) -> Response:
    return Response(text, status, {"content-type": "text/xml"})
