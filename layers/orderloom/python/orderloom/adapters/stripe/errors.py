"""Stripe's errors in our words: the one place that knows the SDK's exception classes.

Unknown outcome (`ProviderUnavailable`): no answer, an unusable one, 5xx, 429, and 409
`idempotency_key_in_use`, which the SDK raises as APIError. The same idempotency key must be
used again. Everything else is a definite no. Messages are left out: they may repeat what the
shopper typed; type, code and request id find them in Stripe's dashboard.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import stripe
from stripe import oauth_error

from orderloom.errors import (
    CredentialsRejected,
    OrderloomError,
    ProviderRefused,
    ProviderUnavailable,
)

PROVIDER = "stripe"
_CONFLICT = 409

MEANING: dict[type[stripe.StripeError], type[OrderloomError]] = {
    stripe.APIConnectionError: ProviderUnavailable,
    stripe.APIError: ProviderUnavailable,
    stripe.RateLimitError: ProviderUnavailable,
    stripe.TemporarySessionExpiredError: ProviderUnavailable,
    stripe.AuthenticationError: CredentialsRejected,
    stripe.PermissionError: CredentialsRejected,
    oauth_error.OAuthError: CredentialsRejected,
    stripe.CardError: ProviderRefused,
    stripe.InvalidRequestError: ProviderRefused,
    stripe.IdempotencyError: ProviderRefused,
    stripe.AlreadyCanceledError: ProviderRefused,
    stripe.BlockedByStripeError: ProviderRefused,
    stripe.CannotProceedError: ProviderRefused,
    stripe.CapabilityNotEnabledError: ProviderRefused,
    stripe.ControlledByAlternateResourceError: ProviderRefused,
    stripe.FeatureNotEnabledError: ProviderRefused,
    stripe.FinancialAccountNotOpenError: ProviderRefused,
    stripe.FxQuoteNeedsRefreshError: ProviderRefused,
    stripe.InsufficientFundsError: ProviderRefused,
    stripe.InvalidPaymentMethodError: ProviderRefused,
    stripe.InvalidPayoutMethodError: ProviderRefused,
    stripe.InvalidVaultedCredentialError: ProviderRefused,
    stripe.NotCancelableError: ProviderRefused,
    stripe.QuotaExceededError: ProviderRefused,
    stripe.RecipientNotNotifiableError: ProviderRefused,
    stripe.VerificationAttemptFailedError: ProviderRefused,
    stripe.VerificationExpiredError: ProviderRefused,
    stripe.VerificationNotInitiatedError: ProviderRefused,
}
"""By class or nearest base; a class of a future SDK counts as an unknown outcome."""


@contextmanager
def translated(operation: str) -> Iterator[None]:
    """Turns what the SDK raises inside into our tree; reading its answer belongs inside too."""
    try:
        yield
    except stripe.StripeError as exc:
        raise translate(exc, operation) from exc
    except (AttributeError, KeyError, TypeError, ValueError) as exc:
        # The SDK checks no shapes: an answer without the fields it promises fails when read.
        raise ProviderUnavailable(PROVIDER, operation, "answer not understood") from exc


def translate(exc: stripe.StripeError, operation: str) -> OrderloomError:
    """The error of ours that `exc` means."""
    meaning = next((MEANING[c] for c in type(exc).__mro__ if c in MEANING), ProviderUnavailable)
    if exc.http_status == _CONFLICT:
        meaning = ProviderUnavailable
    code = _code(exc)
    if issubclass(meaning, ProviderRefused):
        return meaning(PROVIDER, operation, code, _detail(exc))
    retry_after = _retry_after(exc)
    detail = f"{code} ({_detail(exc)})"
    return ProviderUnavailable(PROVIDER, operation, detail, retry_after=retry_after)


def _retry_after(exc: stripe.StripeError) -> float | None:
    told = {name.lower(): value for name, value in (exc.headers or {}).items()}
    seconds = told.get("retry-after", "")
    return float(seconds) if seconds.isdecimal() else None


def _code(exc: stripe.StripeError) -> str:
    """Stripe's most telling code: decline code, then code, then type, then the class."""
    error = exc.error
    candidates = (
        [getattr(error, "decline_code", None), error.code, error.type] if error is not None else []
    )
    return next((str(code) for code in candidates if code), type(exc).__name__)


def _detail(exc: stripe.StripeError) -> str:
    return f"{type(exc).__name__}, status {exc.http_status}, request {exc.request_id}"
