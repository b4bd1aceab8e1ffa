"""From an HTTP request to a handler: login, fault rules, idempotency key, answer."""

import base64
import binascii
import hmac
import json
from dataclasses import dataclass, field
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.faults import ApiCall
from simulator.gate import Pause
from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.razorpay import (
    disputes,
    links,
    orders,
    payments,
    refunds,
    settlements,
    webhooks,
)
from simulator.razorpay.account import RazorpayAccount
from simulator.razorpay.calls import Handler, RazorpayCall
from simulator.razorpay.errors import RazorpayError, fault_response, unauthenticated
from simulator.razorpay.events import EventDesk

_HANDLERS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/v1/orders", orders.create),
    ("GET", "/v1/orders", orders.list_all),
    ("GET", "/v1/orders/{id}", orders.retrieve),
    ("GET", "/v1/orders/{id}/payments", orders.payments),
    ("POST", "/v1/payment_links", links.create),
    ("GET", "/v1/payment_links", links.list_all),
    ("GET", "/v1/payment_links/{id}", links.retrieve),
    ("POST", "/v1/payment_links/{id}/cancel", links.cancel),
    ("GET", "/v1/payments", payments.list_all),
    ("GET", "/v1/payments/{id}", payments.retrieve),
    ("POST", "/v1/payments/{id}/capture", payments.capture),
    ("POST", "/v1/payments/{id}/refund", refunds.create),
    ("GET", "/v1/payments/{id}/refunds", refunds.of_payment),
    ("GET", "/v1/disputes", disputes.list_all),
    ("GET", "/v1/disputes/{id}", disputes.retrieve),
    ("GET", "/v1/refunds", refunds.list_all),
    ("GET", "/v1/refunds/{id}", refunds.retrieve),
    ("GET", "/v1/settlements", settlements.list_all),
    ("GET", "/v1/settlements/recon/combined", settlements.list_lines),
    ("GET", "/v1/settlements/{id}", settlements.retrieve),
    ("GET", "/v1/webhooks", webhooks.list_all),
)
_KEY_PREFIX = "rzp_test_"


@dataclass(frozen=True)
class RazorpayRouter:
    """Serves the handlers over the accounts it holds."""

    kernel: Kernel
    desk: EventDesk
    accounts: dict[str, RazorpayAccount] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        known = [
            Route(path, partial(self.serve, handler=handler), methods=[method])
            for method, path, handler in _HANDLERS
        ]
        rest = partial(self.serve, handler=_unrecognised)
        return [*known, Route("/{id:path}", rest, methods=["GET", "POST", "PUT", "DELETE"])]

    async def serve(self, request: Request, handler: Handler) -> Response:
        try:
            account = self.account(*_login(request))
            call = RazorpayCall(
                account=account,
                target=request.path_params.get("id", ""),
                now=int(self.kernel.clock.now()),
                ids=self.kernel.ids,
                desk=self.desk,
                body=await _document(request),
                query=request.query_params,
                idempotency_key=request.headers.get("x-refund-idempotency"),
            )
            return await self._gated(request, handler, call)
        except RazorpayError as error:
            return error.response()

    def account(self, key_id: str, key_secret: str) -> RazorpayAccount:
        """Comes into being with the first use of its key; another secret is refused then."""
        if not key_id.startswith(_KEY_PREFIX) or not key_secret:
            raise unauthenticated()
        account = self.accounts.get(key_id)
        if account is None:
            account_id = self.kernel.ids.prefixed("acc", 14)
            account = RazorpayAccount(key_id, key_secret, account_id)
            self.accounts[key_id] = account
        if not hmac.compare_digest(account.key_secret.encode(), key_secret.encode()):
            raise unauthenticated()
        return account

    async def _gated(self, request: Request, handler: Handler, call: RazorpayCall) -> Response:
        async def proceed(pause: Pause) -> Response:
            earlier = refunds.claim(call) if handler is refunds.create else None
            await pause()
            try:
                return JSONResponse(earlier if earlier is not None else handler(call))
            except RazorpayError as error:
                return error.response()

        path = str(request.scope["path"]).removeprefix(request.scope.get("root_path", ""))
        api_call = ApiCall("razorpay", call.account.key_id, request.method, path)
        return await self.kernel.gate.run(api_call, fault_response, proceed)


def _login(request: Request) -> tuple[str, str]:
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    try:
        decoded = base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as exc:
        raise unauthenticated() from exc
    key_id, colon, secret = decoded.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise unauthenticated()
    return key_id, secret


async def _document(request: Request) -> JsonObject:
    raw = await request.body()
    try:
        document = json.loads(raw) if raw else {}
    except ValueError as exc:
        raise RazorpayError("The request body is not valid JSON") from exc
    if not isinstance(document, dict):
        raise RazorpayError("The request body is not a JSON object")
    return document


def _unrecognised(call: RazorpayCall) -> JsonObject:
    raise RazorpayError(f"The requested URL was not found on the server: /{call.target}")
