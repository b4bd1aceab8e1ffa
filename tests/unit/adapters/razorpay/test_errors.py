"""Every answer of Razorpay's means something in our tree."""

import pytest
from orderloom.adapters.razorpay.http import razorpay_http
from orderloom.adapters.razorpay.payments import RazorpayPayments
from orderloom.errors import (
    CredentialsRejected,
    OrderloomError,
    ProviderRefused,
    ProviderUnavailable,
)

from tests.unit.adapters.scripted import Scripted

MEANING: dict[int, type[OrderloomError]] = {
    400: ProviderRefused,
    401: CredentialsRejected,
    403: CredentialsRejected,
    404: ProviderRefused,
    408: ProviderUnavailable,
    409: ProviderUnavailable,
    422: ProviderRefused,
    425: ProviderUnavailable,
    429: ProviderUnavailable,
}
REFUSED = {
    "code": "BAD_REQUEST_ERROR",
    "description": "Ada Byron typed this",
    "source": "business",
    "step": "payment_initiation",
    "reason": "input_validation_failed",
    "metadata": {},
    "field": "amount",
}


def ask(status: int, body: object) -> Exception:
    wire = Scripted([(status, body)])
    http = razorpay_http(
        key_id="rzp_test_1",
        key_secret="hush-hush",
        base_url="http://r.test",
        session=wire.session(),
    )
    with pytest.raises(OrderloomError) as raised:
        http.json("create payment", "POST", "/orders", {})
    return raised.value


@pytest.mark.parametrize("status", range(400, 600))
def test_every_status_has_its_meaning(status: int) -> None:
    expected = MEANING.get(status, ProviderUnavailable if status >= 500 else ProviderRefused)
    assert type(ask(status, {"error": REFUSED})) is expected


def test_an_error_tells_its_reason_and_nothing_anybody_typed() -> None:
    error = ask(400, {"error": REFUSED})
    assert isinstance(error, ProviderRefused)
    assert error.code == "input_validation_failed"
    assert "BAD_REQUEST_ERROR business payment_initiation amount" in str(error)
    assert "Ada" not in str(error)
    assert "hush" not in str(error)


def test_a_reason_that_does_not_apply_is_none() -> None:
    error = ask(400, {"error": REFUSED | {"reason": "NA", "source": "NA", "field": None}})
    assert isinstance(error, ProviderRefused)
    assert error.code == "BAD_REQUEST_ERROR"


@pytest.mark.parametrize(
    "body", [{}, {"error": None}, {"error": "no"}, {"error": []}, {"error": {"reason": 7}}]
)
def test_an_error_without_its_fields_is_an_unknown_outcome(body: object) -> None:
    assert type(ask(400, body)) is ProviderUnavailable


def test_the_login_is_both_halves_of_the_key() -> None:
    wire = Scripted([(200, {"id": "order_1"})])
    razorpay_http(
        key_id="rzp_test_1", key_secret="hush", base_url="http://r.test/", session=wire.session()
    ).json("create payment", "POST", "/orders", {})
    assert wire.calls[0].headers["Authorization"] == "Basic cnpwX3Rlc3RfMTpodXNo"
    assert wire.calls[0].url == "http://r.test/v1/orders"


def test_a_refund_the_list_does_not_show_yet_is_held_back_by_its_key() -> None:
    paid = {"id": "pay_1", "status": "captured", "amount": 4200, "currency": "INR"}
    made = {"id": "rfnd_1", "amount": 4200, "receipt": "ord_1-refund-0", "status": "processed"}
    empty: dict[str, list[object]] = {"items": []}
    wire = Scripted([(200, {"items": [paid]}), (200, empty), (200, made)])
    RazorpayPayments(key_id="k", key_secret="s", session=wire.session()).refund(
        "order_1", 4200, "ord_1:refund:0"
    )
    assert wire.asked == [
        ("GET", "/v1/orders/order_1/payments"),
        ("GET", "/v1/payments/pay_1/refunds?count=100"),
        ("POST", "/v1/payments/pay_1/refund"),
    ]
    assert wire.calls[-1].headers["X-Refund-Idempotency"] == "ord_1-refund-0"
