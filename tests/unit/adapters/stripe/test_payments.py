"""Payments through the real SDK over a scripted transport."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
import stripe
from orderloom.adapters.stripe.client import API_VERSION
from orderloom.adapters.stripe.payments import StripePayments
from orderloom.domain.money import RefundState
from orderloom.errors import CredentialsRejected, ProviderRefused, ProviderUnavailable
from orderloom.ports.payments import PaymentIntent, PaymentRequest, Refund, RefundOnRecord

OPEN: dict[str, Any] = {
    "id": "pi_1",
    "object": "payment_intent",
    "status": "requires_payment_method",
}
OPEN |= {"currency": "eur", "amount_received": 0, "client_secret": "pi_1_secret_x"}
OPEN |= {"amount_capturable": 0, "latest_charge": None}
PAID = {**OPEN, "status": "succeeded", "amount_received": 2599}
CANCELED = {**OPEN, "status": "canceled"}
REFUND = {"id": "re_1", "object": "refund", "status": "succeeded", "failure_reason": None}
REQUEST = PaymentRequest("acme", "ord_1", 2599, "EUR", "ord_1:payment")


def refusal(code: str) -> dict[str, Any]:
    return {"error": {"type": "invalid_request_error", "code": code, "message": "m"}}


UNEXPECTED = (400, refusal("payment_intent_unexpected_state"))


class ScriptedHttp(stripe.HTTPClient):
    """Answers in turn; keeps what was asked."""

    name = "scripted"

    def __init__(self, *answers: tuple[int, Any]) -> None:
        super().__init__()
        self._answers = list(answers)
        self.calls: list[tuple[str, str, Mapping[str, str], dict[str, list[str]]]] = []

    def request(  # type: ignore[override]  # the SDK's private arguments are not scripted
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: str | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        self.calls.append((method.upper(), url, headers or {}, parse_qs(post_data or "")))
        status, body = self._answers.pop(0)
        text = body if isinstance(body, str) else json.dumps(body)
        return text, status, {"stripe-should-retry": "false"}

    def close(self) -> None:
        """Nothing is open."""


def payments(*answers: tuple[int, Any]) -> tuple[StripePayments, ScriptedHttp]:
    http = ScriptedHttp(*answers)
    return StripePayments(api_key="sk_x", base_url="http://stripe.test/", http_client=http), http


def keys_used(http: ScriptedHttp) -> list[str | None]:
    return [headers.get("Idempotency-Key") for _, _, headers, _ in http.calls]


def test_a_payment_is_asked_for_under_its_operation_key() -> None:
    stripe_payments, http = payments((200, OPEN))
    intent = stripe_payments.create(REQUEST)
    assert intent == PaymentIntent(
        "pi_1", captured=0, cancelled=False, client_secret="pi_1_secret_x", account=""
    )
    ((method, url, headers, form),) = http.calls
    assert (method, url) == ("POST", "http://stripe.test/v1/payment_intents")
    assert headers["Idempotency-Key"] == "ord_1:payment"
    assert headers["Stripe-Version"] == API_VERSION
    assert form["amount"] == ["2599"]
    assert form["currency"] == ["eur"]
    assert form["metadata[tenant_id]"] == ["acme"]
    assert form["metadata[order_id]"] == ["ord_1"]


def test_no_telemetry_is_sent() -> None:
    payments()
    assert not stripe.enable_telemetry


def test_an_open_intent_is_cancelled() -> None:
    stripe_payments, http = payments((200, CANCELED))
    assert stripe_payments.cancel("pi_1", "ord_1:void").cancelled
    assert keys_used(http) == ["ord_1:void"]


def test_a_paid_intent_is_answered_as_paid() -> None:
    stripe_payments, http = payments(UNEXPECTED, (200, PAID))
    intent = stripe_payments.cancel("pi_1", "ord_1:void")
    assert (intent.captured, intent.cancelled) == (2599, False)
    method, url = http.calls[1][:2]
    assert (method, url.partition("?")[0]) == (
        "GET",
        "http://stripe.test/v1/payment_intents/pi_1",
    )


def test_an_intent_open_again_after_a_stored_refusal_is_cancelled_under_another_key() -> None:
    stripe_payments, http = payments(UNEXPECTED, (200, OPEN), (200, CANCELED))
    assert stripe_payments.cancel("pi_1", "ord_1:void").cancelled
    assert keys_used(http)[2] != "ord_1:void"


def test_an_intent_still_processing_is_neither_paid_nor_cancelled() -> None:
    processing = (200, {**OPEN, "status": "processing"})
    stripe_payments, _ = payments(UNEXPECTED, processing, UNEXPECTED, processing)
    with pytest.raises(ProviderUnavailable, match="processing"):
        stripe_payments.cancel("pi_1", "ord_1:void")


def test_an_unknown_intent_cannot_be_cancelled() -> None:
    stripe_payments, _ = payments((404, refusal("resource_missing")))
    with pytest.raises(ProviderRefused, match="resource_missing"):
        stripe_payments.cancel("pi_1", "ord_1:void")


def test_a_refund_is_made_under_its_operation_key() -> None:
    stripe_payments, http = payments((200, PAID), (200, REFUND))
    assert stripe_payments.refund("pi_1", 2599, "ord_1:refund:0") == Refund("re_1", settled=True)
    assert keys_used(http)[1] == "ord_1:refund:0"
    assert http.calls[1][3] == {
        "payment_intent": ["pi_1"],
        "amount": ["2599"],
        "metadata[operation]": ["ord_1:refund:0"],
    }


def test_a_pending_refund_is_not_settled() -> None:
    stripe_payments, _ = payments((200, PAID), (200, {**REFUND, "status": "pending"}))
    assert not stripe_payments.refund("pi_1", 1, "k").settled


def test_a_failed_refund_is_refused_with_its_reason() -> None:
    failed = {**REFUND, "status": "failed", "failure_reason": "lost_or_stolen_card"}
    stripe_payments, _ = payments((200, PAID), (200, failed))
    with pytest.raises(ProviderRefused) as caught:
        stripe_payments.refund("pi_1", 1, "k")
    assert caught.value.code == "lost_or_stolen_card"


def test_a_refusal_is_told_with_its_code() -> None:
    stripe_payments, _ = payments((200, PAID), (400, refusal("charge_already_refunded")))
    with pytest.raises(ProviderRefused) as caught:
        stripe_payments.refund("pi_1", 2599, "k")
    assert caught.value.code == "charge_already_refunded"


def test_what_is_on_record_are_the_capture_and_every_refund_page_by_page() -> None:
    ours = {**REFUND, "amount": 600, "metadata": {"operation": "ord_1-refund-x"}}
    lost: dict[str, object] = {
        **REFUND,
        "id": "re_2",
        "amount": 99,
        "status": "canceled",
        "metadata": {},
    }
    pages = [
        {"object": "list", "url": "/v1/refunds", "data": [ours], "has_more": True},
        {"object": "list", "url": "/v1/refunds", "data": [lost], "has_more": False},
    ]
    stripe_payments, http = payments((200, PAID), *((200, page) for page in pages))
    record = stripe_payments.on_record("pi_1")
    assert (record.captured, record.currency) == (2599, "EUR")
    assert record.refunds == (
        RefundOnRecord("re_1", 600, RefundState.SUCCEEDED, "ord_1-refund-x"),
        RefundOnRecord("re_2", 99, RefundState.FAILED, None),
    )
    assert "starting_after=re_1" in http.calls[2][1]


@pytest.mark.parametrize("body", ["<html>", "", '{"id": "pi_1"', "[]", "null", "{}", '"x"'])
@pytest.mark.parametrize("status", [200, 500])
def test_an_unusable_answer_is_an_unknown_outcome(status: int, body: str) -> None:
    stripe_payments, _ = payments((status, body))
    with pytest.raises(ProviderUnavailable):
        stripe_payments.create(REQUEST)


def test_a_wrong_key_is_for_a_person_and_is_not_told() -> None:
    body = {"error": {"type": "invalid_request_error", "message": "Invalid API Key: sk_x"}}
    stripe_payments, _ = payments((401, body))
    with pytest.raises(CredentialsRejected) as caught:
        stripe_payments.create(REQUEST)
    assert "sk_x" not in str(caught.value)
    assert "sk_x" not in repr(stripe_payments)


@pytest.mark.parametrize(
    ("currency", "ours", "theirs"), [("EUR", 2599, 2599), ("ISK", 500, 50_000), ("MGA", 500, 5)]
)
def test_amounts_are_asked_for_told_and_refunded_in_stripes_units(
    currency: str, ours: int, theirs: int
) -> None:
    paid = {**PAID, "currency": currency.lower(), "amount_received": theirs}
    stripe_payments, http = payments((200, paid), (200, paid), (200, REFUND))
    intent = stripe_payments.create(PaymentRequest("acme", "ord_1", ours, currency, "k"))
    stripe_payments.refund("pi_1", ours, "k")
    assert intent.captured == ours
    assert http.calls[0][3]["amount"] == http.calls[2][3]["amount"] == [str(theirs)]


def test_an_amount_stripe_has_no_unit_for_is_refused_unasked() -> None:
    stripe_payments, http = payments()
    with pytest.raises(ProviderRefused, match="amount_not_whole"):
        stripe_payments.create(PaymentRequest("acme", "ord_1", 501, "MGA", "k"))
    assert not http.calls


KEPT = {**OPEN, "status": "requires_capture", "amount_capturable": 2599}


def test_what_is_captured_later_is_only_authorised() -> None:
    stripe_payments, http = payments((200, OPEN))
    stripe_payments.create(replace(REQUEST, capture_later=True))
    assert http.calls[0][3]["capture_method"] == ["manual"]


def test_a_part_is_captured_under_its_operation_key() -> None:
    stripe_payments, http = payments((200, KEPT), (200, {**PAID, "amount_received": 2000}))
    assert stripe_payments.capture("pi_1", 2000, "ord_1:capture").captured == 2000
    assert http.calls[1][1] == "http://stripe.test/v1/payment_intents/pi_1/capture"
    assert http.calls[1][3] == {"amount_to_capture": ["2000"]}
    assert keys_used(http)[1] == "ord_1:capture"


def test_what_was_captured_before_is_not_captured_again() -> None:
    stripe_payments, http = payments((200, PAID))
    assert stripe_payments.capture("pi_1", 2599, "k").captured == 2599
    assert len(http.calls) == 1


def test_what_lapsed_cannot_be_captured() -> None:
    stripe_payments, _ = payments((200, CANCELED), UNEXPECTED)
    with pytest.raises(ProviderRefused, match="unexpected_state"):
        stripe_payments.capture("pi_1", 2599, "k")


@pytest.mark.parametrize(
    ("intent", "told"),
    [(KEPT, (0, 2599, False)), (CANCELED, (0, 0, True)), (PAID, (2599, 0, False))],
)
def test_the_record_tells_what_can_still_be_captured(
    intent: dict[str, Any], told: tuple[int, int, bool]
) -> None:
    listed = {"object": "list", "data": [], "has_more": False, "url": "/v1/refunds"}
    stripe_payments, _ = payments((200, intent), (200, listed))
    record = stripe_payments.on_record("pi_1")
    assert (record.captured, record.authorised, record.cancelled) == told


def test_a_platform_acts_for_the_connected_account() -> None:
    http = ScriptedHttp((200, OPEN), (200, CANCELED))
    connected = StripePayments(
        api_key="sk_x", base_url="http://stripe.test", account="acct_1", http_client=http
    )
    assert connected.create(REQUEST).account == "acct_1"
    connected.cancel("pi_1", "void")
    assert [headers["Stripe-Account"] for _, _, headers, _ in http.calls] == ["acct_1", "acct_1"]
