"""The addresses of the money of an order."""

from orderloom.http import problems
from orderloom.http.endpoint import AnyEndpoint, Endpoint
from orderloom.http.inputs import CaptureInput, Nothing, RefundInput
from orderloom.http.merchant_api import IDEMPOTENCY_HEADER, MerchantApi
from orderloom.http.money_outputs import CaptureOutput, LedgerOutput, RefundOutput

_ORDER = "/v1/orders/{order_id}"
_KEPT_WITH_THE_ORDER = {
    IDEMPOTENCY_HEADER: "1 to 255 printable ASCII characters, kept with the order"
}


def money_endpoints(api: MerchantApi) -> tuple[AnyEndpoint, ...]:
    return (_capture(api), _refund(api), _ledger(api))


def _capture(api: MerchantApi) -> AnyEndpoint:
    return Endpoint(
        method="POST",
        path=f"{_ORDER}/capture",
        name="requestCapture",
        summary="Take what the shopper's bank keeps for an order, all or a part of it",
        answer=api.request_capture,
        body=CaptureInput,
        query=Nothing,
        output=CaptureOutput,
        replies={202: "It will be taken; `Idempotent-Replayed: true` if asked for before"},
        refusals=(
            problems.IDEMPOTENCY_KEY_REQUIRED,
            problems.NOTHING_TO_CAPTURE,
            problems.CAPTURE_TOO_LARGE,
            problems.WRONG_CURRENCY,
            problems.IDEMPOTENCY_KEY_REUSED,
            problems.TRY_AGAIN,
        ),
        request_headers=_KEPT_WITH_THE_ORDER,
    )


def _refund(api: MerchantApi) -> AnyEndpoint:
    return Endpoint(
        method="POST",
        path=f"{_ORDER}/refunds",
        name="requestRefund",
        summary="Send money of an order back, all or a part of it",
        answer=api.request_refund,
        body=RefundInput,
        query=Nothing,
        output=RefundOutput,
        replies={202: "It will be sent; `Idempotent-Replayed: true` if asked for before"},
        refusals=(
            problems.IDEMPOTENCY_KEY_REQUIRED,
            problems.NOTHING_TO_REFUND,
            problems.REFUND_TOO_LARGE,
            problems.WRONG_CURRENCY,
            problems.IDEMPOTENCY_KEY_REUSED,
            problems.TRY_AGAIN,
        ),
        request_headers=_KEPT_WITH_THE_ORDER,
    )


def _ledger(api: MerchantApi) -> AnyEndpoint:
    return Endpoint(
        method="GET",
        path=f"{_ORDER}/ledger",
        name="getLedger",
        summary="Read all money of an order",
        answer=api.get_ledger,
        body=Nothing,
        query=Nothing,
        output=LedgerOutput,
        replies={200: "The ledger"},
    )
