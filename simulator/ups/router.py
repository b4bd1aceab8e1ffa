"""UPS's paths, its tokens and its errors."""

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from simulator.carriers.account import CarrierAccount
from simulator.carriers.calls import CarrierCall, CarrierError, Handler
from simulator.carriers.router import CarrierRouter
from simulator.json_types import JsonObject
from simulator.ups import rates, shipments, tracking

TOKEN_SECONDS = 14399


def log_in(call: CarrierCall) -> Response:
    if call.body.get("grant_type") != "client_credentials":
        raise CarrierError("10400", "grant_type")
    call.account.log_ins.append(call.now)
    token = call.ids.token(60)
    call.account.tokens[token] = call.now + TOKEN_SECONDS
    answer = {"access_token": token, "token_type": "Bearer", "status": "approved"}
    return JSONResponse({**answer, "expires_in": str(TOKEN_SECONDS)})


class UpsRouter(CarrierRouter):
    name = "ups"
    handlers = (
        ("POST", "/security/v1/oauth/token", log_in),
        ("POST", "/api/rating/v2409/Shop", rates.shop),
        ("POST", "/api/shipments/v2409/ship", shipments.ship),
        ("DELETE", "/api/shipments/v2409/void/cancel/{id}", shipments.void),
        ("POST", "/api/labels/v2409/recovery", shipments.recover),
        ("GET", "/api/track/v1/details/{id}", tracking.details),
    )

    def whose(
        self, handler: Handler, headers: Mapping[str, str], body: JsonObject
    ) -> CarrierAccount:
        del body
        if handler is log_in:
            return self.known(*self.basic(headers))
        account = self.bearer(headers)
        if account is None:
            raise CarrierError("250002", "Invalid Authentication Information.", status=401)
        return account

    def error(self, error: CarrierError) -> Response:
        fault = {"code": error.code, "message": str(error)}
        return JSONResponse({"response": {"errors": [fault]}}, error.status)

    def too_many(self) -> CarrierError:
        return CarrierError("10429", "Too Many Requests", status=429)
