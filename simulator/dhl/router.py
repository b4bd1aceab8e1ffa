"""DHL's paths, its log-in and its errors."""

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from simulator.carriers.account import CarrierAccount
from simulator.carriers.calls import CarrierError, Handler
from simulator.carriers.router import CarrierRouter
from simulator.dhl import rates, shipments
from simulator.json_types import JsonObject

_TITLES = {400: "Bad request", 404: "Not data found", 422: "Validation error"}


class DhlRouter(CarrierRouter):
    """`status` is a text there, but for server errors, where it is missing."""

    name = "dhl"
    handlers = (
        ("POST", "/mydhlapi/rates", rates.quote),
        ("POST", "/mydhlapi/shipments", shipments.ship),
        ("GET", "/mydhlapi/shipments/{id}/tracking", shipments.track),
    )

    def whose(
        self, handler: Handler, headers: Mapping[str, str], body: JsonObject
    ) -> CarrierAccount:
        del handler, body
        return self.known(*self.basic(headers))

    def error(self, error: CarrierError) -> Response:
        if error.status == 401:  # noqa: PLR2004 - of the gateway before DHL
            return JSONResponse({"reasons": [{"msg": "Unauthorized"}]}, 401)
        title = _TITLES.get(error.status, "Error")
        detail = f"{error.code}: {error}" if error.code else str(error)
        answer = {"instance": "/expressapi", "detail": detail, "title": title, "message": title}
        named = "status" if error.status < 500 else "code"  # noqa: PLR2004
        return JSONResponse({**answer, named: str(error.status)}, error.status)

    def too_many(self) -> CarrierError:
        return CarrierError("", "Too many requests", status=429)
