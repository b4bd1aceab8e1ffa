"""From an HTTP request to a handler: tokens, fault rules, answer."""

import hmac
import json
from dataclasses import dataclass, field
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.faults import ApiCall
from simulator.gate import Pause
from simulator.json_types import JsonObject
from simulator.kernel import Kernel
from simulator.usps import labels, rates, tokens, tracking
from simulator.usps.account import UspsAccount
from simulator.usps.calls import Handler, UspsCall
from simulator.usps.errors import LoginError, UspsError, fault_response

_HANDLERS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/oauth2/v3/token", tokens.log_in),
    ("POST", "/payments/v3/payment-authorization", tokens.authorise_payment),
    ("POST", "/shipments/v3/options/search", rates.search),
    ("POST", "/labels/v3/label", labels.buy),
    ("DELETE", "/labels/v3/label/{id}", labels.cancel),
    ("GET", "/tracking/v3/tracking/{id}", tracking.retrieve),
)
_PAID_FOR = (labels.buy, labels.cancel)


@dataclass(frozen=True)
class UspsRouter:
    """Serves the handlers over the accounts it holds."""

    kernel: Kernel
    accounts: dict[str, UspsAccount] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        return [
            Route(path, partial(self.serve, handler=handler), methods=[method])
            for method, path, handler in _HANDLERS
        ]

    async def serve(self, request: Request, handler: Handler) -> Response:
        try:
            body = await _document(request)
            account = self._account(request, handler, body)
        except UspsError as error:
            return error.response()
        call = UspsCall(
            account=account,
            target=request.path_params.get("id", ""),
            now=self.kernel.clock.now(),
            ids=self.kernel.ids,
            body=body,
            headers=request.headers,
        )

        async def proceed(pause: Pause) -> Response:
            await pause()
            try:
                return handler(call)
            except UspsError as error:
                return error.response()

        path = str(request.scope["path"]).removeprefix(request.scope.get("root_path", ""))
        api_call = ApiCall("usps", account.client_id, request.method, path)
        return await self.kernel.gate.run(api_call, fault_response, proceed)

    def _account(self, request: Request, handler: Handler, body: JsonObject) -> UspsAccount:
        if handler is tokens.log_in:
            return self._logged_in(body)
        now = self.kernel.clock.now()
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        for account in self.accounts.values():
            if account.tokens.get(bearer, 0) <= now:
                continue
            paying = request.headers.get("x-payment-authorization-token", "")
            if handler in _PAID_FOR and account.payment_tokens.get(paying, 0) <= now:
                raise UspsError("invalid", status=401, parameter="X-Payment-Authorization-Token")
            return account
        raise UspsError("Invalid access token", status=401, parameter="Authorization")

    def _logged_in(self, body: JsonObject) -> UspsAccount:
        """Comes into being with the first use of its client id; another secret is refused."""
        client_id, secret = str(body.get("client_id", "")), str(body.get("client_secret", ""))
        if body.get("grant_type") != "client_credentials":
            raise LoginError("unsupported_grant_type")
        if not client_id or not secret:
            raise LoginError("invalid_client", status=401)
        account = self.accounts.setdefault(client_id, UspsAccount(client_id, secret))
        if not hmac.compare_digest(account.client_secret.encode(), secret.encode()):
            raise LoginError("invalid_client", status=401)
        return account


async def _document(request: Request) -> JsonObject:
    raw = await request.body()
    try:
        document = json.loads(raw) if raw else {}
    except ValueError as exc:
        raise UspsError("not JSON") from exc
    if not isinstance(document, dict):
        raise UspsError("not a JSON object")
    return document
