"""The one map from our errors to what a caller sees."""

from typing import Any

from orderloom import errors
from orderloom.http import problems
from orderloom.http.problems import FieldError, Kind, Problem, Refused

MEANING: dict[type[errors.OrderloomError], Kind] = {
    errors.OrderloomError: problems.INTERNAL_ERROR,
    errors.InvalidRequest: problems.VALIDATION_FAILED,
    errors.UnknownSku: problems.UNKNOWN_SKU,
    errors.WrongCurrency: problems.WRONG_CURRENCY,
    errors.PaymentProviderUnclear: problems.PAYMENT_PROVIDER,
    errors.QuoteExpired: problems.QUOTE_EXPIRED,
    errors.IdempotencyKeyReused: problems.IDEMPOTENCY_KEY_REUSED,
    errors.NotFound: problems.NOT_FOUND,
    errors.Conflict: problems.CONFLICT,
    errors.InsufficientStock: problems.INSUFFICIENT_STOCK,
    errors.NothingToCapture: problems.NOTHING_TO_CAPTURE,
    errors.CaptureTooLarge: problems.CAPTURE_TOO_LARGE,
    errors.NothingToRefund: problems.NOTHING_TO_REFUND,
    errors.RefundTooLarge: problems.REFUND_TOO_LARGE,
    errors.VersionConflict: problems.TRY_AGAIN,
    errors.AlreadyApplied: problems.TRY_AGAIN,
    errors.TransientError: problems.UNAVAILABLE,
    errors.Contended: problems.UNAVAILABLE,
    errors.ProviderUnavailable: problems.UNAVAILABLE,
    errors.RateLimited: problems.UNAVAILABLE,
    errors.OutOfTurns: problems.UNAVAILABLE,
    errors.ProviderPaused: problems.UNAVAILABLE,
    errors.NoCarrierAnswered: problems.UNAVAILABLE,
    errors.CarriersBusy: problems.UNAVAILABLE,
    errors.TenantMoving: problems.UNAVAILABLE,
    errors.ProviderRefused: problems.PROVIDER_REFUSED,
    errors.CredentialsRejected: problems.PROVIDER_REFUSED,
    errors.ShipmentUnfit: problems.PROVIDER_REFUSED,
    errors.Unsupported: problems.PROVIDER_REFUSED,
    errors.CorruptRecord: problems.INTERNAL_ERROR,
    errors.TransactionTooLarge: problems.INTERNAL_ERROR,
    errors.Misconfigured: problems.INTERNAL_ERROR,
    # Raised behind queues and in sagas only: over HTTP they are a mistake of ours.
    errors.MalformedEvent: problems.INTERNAL_ERROR,
    errors.SagaFailure: problems.INTERNAL_ERROR,
    errors.OutOfStock: problems.INTERNAL_ERROR,
    errors.OrderCancelled: problems.INTERNAL_ERROR,
    errors.PaymentDeclined: problems.INTERNAL_ERROR,
    errors.PaymentVoided: problems.INTERNAL_ERROR,
    errors.ShippingFailed: problems.INTERNAL_ERROR,
}

_DETAILS = {
    problems.TRY_AGAIN: "Somebody else changed it at the same moment; send the request again.",
    problems.UNAVAILABLE: "Nothing was lost; send the same request again soon.",
    problems.PROVIDER_REFUSED: "A provider refused what this request needed.",
}
_INTERNAL = "Something broke on our side; the instance names this request."


def kind_of(error: Exception) -> Kind:
    """INTERNAL_ERROR for whatever nobody expected."""
    if isinstance(error, Refused):
        return error.kind
    known = next((cls for cls in type(error).__mro__ if cls in MEANING), None)
    return MEANING[known] if known is not None else problems.INTERNAL_ERROR


def problem_of(error: Exception, request_id: str) -> Problem:
    """The answer's body; only errors that speak of the request itself are quoted."""
    kind = kind_of(error)
    return Problem(
        type=f"urn:orderloom:problem:{kind.slug}",
        title=kind.title,
        status=kind.status,
        detail=_detail(error, kind),
        instance=f"urn:orderloom:request:{request_id}",
        errors=_field_errors(error) or None,
        **_figures(error),
    )


def _figures(error: Exception) -> dict[str, Any]:
    """What a program needs to order fewer."""
    if not isinstance(error, errors.InsufficientStock):
        return {}
    return {name: getattr(error, name) for name in ("sku", "requested", "available")}


def _detail(error: Exception, kind: Kind) -> str:
    match error:
        case Refused():
            return error.detail
        case errors.NotFound():
            return f"There is no such {error.kind}."
        case errors.InvalidRequest() | errors.Conflict():
            return f"{error}."
        case _:
            return _DETAILS.get(kind, _INTERNAL)


def _field_errors(error: Exception) -> tuple[FieldError, ...]:
    match error:
        case Refused():
            return error.errors
        case errors.InvalidRequest() if error.field:
            return (FieldError(field=error.field, message=str(error)),)
        case _:
            return ()
