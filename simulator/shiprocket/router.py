"""From an HTTP request to a handler: token, fault rules, answer."""

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
from simulator.shiprocket import labels, orders
from simulator.shiprocket.account import ShiprocketAccount
from simulator.shiprocket.calls import Handler, ShiprocketCall
from simulator.shiprocket.errors import ShiprocketError, fault_response

_TOKEN_SECONDS = 10 * 24 * 3600
_BASE = "/v1/external"


def _log_in(call: ShiprocketCall) -> Response:
    token = f"jwt.{call.ids.token(40)}"
    call.account.tokens[token] = call.now + _TOKEN_SECONDS
    return JSONResponse({"id": 1, "email": call.account.email, "token": token})


_HANDLERS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/auth/login", _log_in),
    ("GET", "/courier/serviceability/", orders.serviceability),
    ("POST", "/orders/create/adhoc", orders.create),
    ("GET", "/orders", orders.search),
    ("POST", "/courier/assign/awb", orders.assign),
    ("POST", "/courier/generate/label", labels.generate),
    ("GET", "/shipments/{id}", orders.shipment),
    ("POST", "/orders/cancel/shipment/awbs", orders.cancel),
    ("GET", "/courier/track/awb/{id}", labels.track),
)


@dataclass(frozen=True)
class ShiprocketRouter:
    """Serves the handlers over the accounts it holds."""

    kernel: Kernel
    accounts: dict[str, ShiprocketAccount] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        known = [
            Route(_BASE + path, partial(self.serve, handler=handler), methods=[method])
            for method, path, handler in _HANDLERS
        ]
        return [*known, Route("/labels/{name}", self.download)]

    async def serve(self, request: Request, handler: Handler) -> Response:
        try:
            body = await _document(request)
            account = self._account(request, handler, body)
        except ShiprocketError as error:
            return error.response()
        root = request.scope.get("root_path", "")
        call = ShiprocketCall(
            account=account,
            target=request.path_params.get("id", ""),
            now=self.kernel.clock.now(),
            ids=self.kernel.ids,
            body=body,
            query=request.query_params,
            base_url=f"{request.url.scheme}://{request.url.netloc}{root}/",
        )

        async def proceed(pause: Pause) -> Response:
            await pause()
            try:
                return handler(call)
            except ShiprocketError as error:
                return error.response()

        path = str(request.scope["path"]).removeprefix(root)
        api_call = ApiCall("shiprocket", account.email, request.method, path)
        return await self.kernel.gate.run(api_call, fault_response, proceed)

    async def download(self, request: Request) -> Response:
        """Documents lie open to whoever knows their address."""
        for account in self.accounts.values():
            for order in account.orders.values():
                if request.path_params["name"] == f"{order.shipment_id}-{order.awb}.pdf":
                    return Response(labels.document(order), media_type="application/pdf")
        return Response(status_code=404)

    def open(self, email: str, password: str) -> ShiprocketAccount:
        """Comes into being with the first use of its e-mail; another password is refused."""
        account = self.accounts.setdefault(email, ShiprocketAccount(email, password))
        if not hmac.compare_digest(account.password.encode(), password.encode()):
            raise ShiprocketError("Invalid email and password combination", status=403)
        return account

    def _account(self, request: Request, handler: Handler, body: JsonObject) -> ShiprocketAccount:
        if handler is _log_in:
            return self.open(str(body.get("email", "")), str(body.get("password", "")))
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        for account in self.accounts.values():
            if account.tokens.get(bearer, 0) > self.kernel.clock.now():
                return account
        raise ShiprocketError("Unauthenticated.", status=401)


async def _document(request: Request) -> JsonObject:
    raw = await request.body()
    try:
        document = json.loads(raw) if raw else {}
    except ValueError as exc:
        raise ShiprocketError("Oops! Invalid Data.", status=422) from exc
    if not isinstance(document, dict):
        raise ShiprocketError("Oops! Invalid Data.", status=422)
    return document
