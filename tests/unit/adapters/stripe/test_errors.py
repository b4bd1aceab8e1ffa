"""Every error class of the SDK has a meaning of ours, and none tells what a shopper typed."""

import inspect

import pytest
import stripe
from orderloom.adapters.stripe.errors import MEANING, translate, translated
from orderloom.errors import CredentialsRejected, ProviderRefused, ProviderUnavailable
from stripe import oauth_error

NOT_RAISED_BY_CALLS = {
    stripe.StripeError,  # the root
    stripe.SignatureVerificationError,  # webhooks are verified without the SDK
    stripe._error.StripeErrorWithParamCode,  # a base only
}


def sdk_errors(module: object) -> set[type[stripe.StripeError]]:
    found = {member for _, member in inspect.getmembers(module, inspect.isclass)}
    return {member for member in found if issubclass(member, stripe.StripeError)}


def failure(status: int | None, **error: str) -> stripe.StripeError:
    cls = {402: stripe.CardError, 400: stripe.InvalidRequestError}.get(status or 0)
    body = {"error": error}
    made: stripe.StripeError = (
        cls("typed by a shopper", "param", error.get("code"), None, status, body)
        if cls is not None
        else stripe.APIError("typed by a shopper", None, status, body)
    )
    return made


@pytest.mark.parametrize(
    "cls", sorted(sdk_errors(stripe._error) | sdk_errors(oauth_error), key=repr)
)
def test_every_error_of_the_sdk_is_mapped(cls: type[stripe.StripeError]) -> None:
    assert cls in NOT_RAISED_BY_CALLS or any(base in MEANING for base in cls.__mro__)


def test_an_error_of_a_future_sdk_is_an_unknown_outcome() -> None:
    class FutureError(stripe.StripeError):
        pass

    assert isinstance(translate(FutureError("x"), "pay"), ProviderUnavailable)


@pytest.mark.parametrize("status", [409, 500, 502, 503, None])
def test_conflicts_and_server_faults_are_unknown_outcomes(status: int | None) -> None:
    assert isinstance(translate(failure(status), "pay"), ProviderUnavailable)


def test_a_key_in_use_is_unknown_and_a_key_reused_is_refused() -> None:
    in_use = stripe.IdempotencyError("busy", None, 409, {"error": {"type": "idempotency_error"}})
    reused = stripe.IdempotencyError("other", None, 400, {"error": {"type": "idempotency_error"}})
    assert isinstance(translate(in_use, "pay"), ProviderUnavailable)
    refusal = translate(reused, "pay")
    assert isinstance(refusal, ProviderRefused)
    assert refusal.code == "idempotency_error"


def test_rate_limits_and_lost_connections_are_unknown_outcomes() -> None:
    gone = stripe.APIConnectionError("gone")  # type: ignore[no-untyped-call]
    for error in (stripe.RateLimitError("slow"), gone):
        assert isinstance(translate(error, "pay"), ProviderUnavailable)


def test_wrong_keys_are_for_a_person() -> None:
    for error in (stripe.AuthenticationError("no"), stripe.PermissionError("no")):
        assert isinstance(translate(error, "pay"), CredentialsRejected)


def test_a_decline_keeps_stripes_most_telling_code() -> None:
    error = failure(402, type="card_error", code="card_declined", decline_code="lost_card")
    refusal = translate(error, "pay")
    assert isinstance(refusal, ProviderRefused)
    assert (refusal.code, refusal.operation, refusal.provider) == ("lost_card", "pay", "stripe")


def test_no_message_of_stripes_is_repeated() -> None:
    for error in (failure(402, code="x"), failure(500)):
        assert "typed" not in str(translate(error, "pay"))


def test_an_answer_without_its_fields_is_an_unknown_outcome() -> None:
    with pytest.raises(ProviderUnavailable, match="not understood"), translated("pay"):
        _ = stripe.PaymentIntent().amount_received
