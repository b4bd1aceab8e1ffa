"""From an HTTP request to a handler: login, fault rules, answer."""

from dataclasses import dataclass, field
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.faults import ApiCall
from simulator.gate import Pause
from simulator.kernel import Kernel
from simulator.shipstation import label_documents, labels, rates, shipments, tracking, webhooks
from simulator.shipstation.account import ShipStationAccount
from simulator.shipstation.calls import Handler, ShipCall
from simulator.shipstation.errors import ShipStationError, injected, not_found, unauthorized
from simulator.shipstation.signing import Signer

_RATE_LIMITED = 429

_HANDLERS: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/v2/carriers", rates.list_carriers),
    ("POST", "/v2/rates", rates.calculate),
    ("POST", "/v2/labels", labels.create),
    ("GET", "/v2/labels", labels.list_all),
    ("POST", "/v2/labels/rates/{id}", labels.create_from_rate),
    ("GET", "/v2/labels/external_shipment_id/{id}", labels.retrieve_by_external_id),
    ("GET", "/v2/labels/{id}", labels.retrieve),
    ("PUT", "/v2/labels/{id}/void", labels.void),
    ("GET", "/v2/labels/{id}/track", tracking.retrieve),
    ("GET", "/v2/tracking", tracking.retrieve_by_number),
    ("GET", "/v2/shipments/external_shipment_id/{id}", shipments.retrieve_by_external_id),
    ("GET", "/v2/shipments/{id}", shipments.retrieve),
    ("GET", "/v2/environment/webhooks", webhooks.list_all),
    ("POST", "/v2/environment/webhooks", webhooks.create),
    ("GET", "/v2/environment/webhooks/{id}", webhooks.retrieve),
    ("PUT", "/v2/environment/webhooks/{id}", webhooks.update),
    ("DELETE", "/v2/environment/webhooks/{id}", webhooks.delete),
)


@dataclass(frozen=True)
class ShipStationRouter:
    """Serves the handlers over the accounts it holds."""

    kernel: Kernel
    signer: Signer
    accounts: dict[str, ShipStationAccount] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        known = [
            Route(path, partial(self.serve, handler=handler), methods=[method])
            for method, path, handler in _HANDLERS
        ]
        return [
            *known,
            Route("/jwks", self.jwks),
            Route("/v2/downloads/10/{token}/{name}", self.download),
        ]

    async def serve(self, request: Request, handler: Handler) -> Response:
        request_id = self.kernel.ids.uuid()
        key = request.headers.get("api-key", "")
        if not key:
            return unauthorized().response(request_id)
        account = self.accounts.setdefault(key, ShipStationAccount(key))
        account.calls.note(self.kernel.clock.now())
        body = await request.body()

        async def proceed(pause: Pause) -> Response:
            await pause()
            call = ShipCall(
                account=account,
                body=body,
                query=request.query_params,
                target=request.path_params.get("id", ""),
                base_url=_base_url(request),
                now=self.kernel.clock.now(),
                ids=self.kernel.ids,
            )
            try:
                return handler(call)
            except ShipStationError as error:
                return error.response(request_id)

        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        api_call = ApiCall("shipstation", key, request.method, path)
        return await self.kernel.gate.run(
            api_call, lambda status: _refusal(status, request_id), proceed
        )

    async def jwks(self, _request: Request) -> Response:
        return JSONResponse(self.signer.jwks())

    async def download(self, request: Request) -> Response:
        """Needs no key: the address itself is the secret, as with the real service."""
        token = request.path_params["token"]
        for account in self.accounts.values():
            for label in account.labels.values():
                if label.download_token == token:
                    return Response(label_documents.pdf(label), media_type="application/pdf")
        return not_found("Download", token).response(self.kernel.ids.uuid())


def _base_url(request: Request) -> str:
    """Where this provider is mounted, as the client addressed it; ends with a slash."""
    return str(request.url.replace(path=f"{request.scope.get('root_path', '')}/", query=""))


def _refusal(status: int, request_id: str) -> Response:
    response = injected(status).response(request_id)
    if status == _RATE_LIMITED:
        response.headers["Retry-After"] = "1"
    return response
