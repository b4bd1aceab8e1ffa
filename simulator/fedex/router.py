"""FedEx's paths, its tokens and its errors."""

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from simulator.carriers.account import CarrierAccount
from simulator.carriers.calls import CarrierCall, CarrierError, Handler
from simulator.carriers.router import CarrierRouter
from simulator.fedex import rates, shipments
from simulator.json_types import JsonObject

TOKEN_SECONDS = 3599
_BURST_SECONDS = 5
_MOST_IN_A_BURST = 15
"""Log-ins; FedEx counts them by address, which are accounts here."""

_LOCKED_SECONDS = 600


def log_in(call: CarrierCall) -> Response:
    """Whoever asks too often is shut out for ten minutes, and longer if going on."""
    account = call.account
    recent = [moment for moment in account.log_ins if moment > call.now - _BURST_SECONDS]
    account.log_ins.append(call.now)
    if call.now < account.locked_until or len(recent) >= _MOST_IN_A_BURST:
        account.locked_until = call.now + _LOCKED_SECONDS
        raise CarrierError("FORBIDDEN.ERROR", "too many log-ins", status=403)
    token = call.ids.token(60)
    account.tokens[token] = call.now + TOKEN_SECONDS
    answer = {"access_token": token, "token_type": "bearer", "scope": "CXS"}
    return JSONResponse({**answer, "expires_in": TOKEN_SECONDS})


class FedexRouter(CarrierRouter):
    name = "fedex"
    handlers = (
        ("POST", "/oauth/token", log_in),
        ("POST", "/rate/v1/rates/quotes", rates.quote),
        ("POST", "/ship/v1/shipments", shipments.ship),
        ("PUT", "/ship/v1/shipments/cancel", shipments.cancel),
        ("POST", "/track/v1/trackingnumbers", shipments.track),
    )

    def whose(
        self, handler: Handler, headers: Mapping[str, str], body: JsonObject
    ) -> CarrierAccount:
        if handler is log_in:
            return self.known(str(body.get("client_id", "")), str(body.get("client_secret", "")))
        account = self.bearer(headers)
        if account is None:
            raise CarrierError("NOT.AUTHORIZED.ERROR", "Access token expired.", status=401)
        return account

    def error(self, error: CarrierError) -> Response:
        fault = {"code": error.code, "message": str(error)}
        answer = {"transactionId": self.kernel.ids.uuid(), "errors": [fault]}
        return JSONResponse(answer, error.status)

    def too_many(self) -> CarrierError:
        return CarrierError("TOO.MANY.REQUESTS", "too many requests", status=429)
