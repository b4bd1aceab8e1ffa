"""From an HTTP request to a handler: who asks, limits, fault rules, answer."""

import base64
import hmac
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import partial
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.carriers.account import CarrierAccount
from simulator.carriers.calls import CarrierCall, CarrierError, Handler
from simulator.faults import ApiCall
from simulator.gate import Pause
from simulator.json_types import JsonObject
from simulator.kernel import Kernel


class CarrierRouter(ABC):
    """Serves a carrier's handlers over the accounts it holds."""

    name: str
    handlers: tuple[tuple[str, str, Handler], ...]

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.accounts: dict[str, CarrierAccount] = {}

    @abstractmethod
    def whose(
        self, handler: Handler, headers: Mapping[str, str], body: JsonObject
    ) -> CarrierAccount:
        """Raises CarrierError: nobody's."""

    @abstractmethod
    def error(self, error: CarrierError) -> Response:
        """As the carrier writes it."""

    @abstractmethod
    def too_many(self) -> CarrierError:
        """As the carrier says it."""

    def routes(self) -> list[Route]:
        return [
            Route(path, partial(self.serve, handler=handler), methods=[method])
            for method, path, handler in self.handlers
        ]

    async def serve(self, request: Request, handler: Handler) -> Response:
        now = self.kernel.clock.now()
        try:
            body = await _document(request)
            account = self.whose(handler, request.headers, body)
            if account.is_over_limit(now):
                raise self.too_many()
        except CarrierError as error:
            return self.error(error)
        call = CarrierCall(
            account=account,
            target=request.path_params.get("id", ""),
            now=now,
            ids=self.kernel.ids,
            body=body,
            headers=request.headers,
            query=request.query_params,
        )

        async def proceed(pause: Pause) -> Response:
            await pause()
            try:
                return handler(call)
            except CarrierError as error:
                return self.error(error)

        path = str(request.scope["path"]).removeprefix(request.scope.get("root_path", ""))
        api_call = ApiCall(self.name, account.key, request.method, path)
        return await self.kernel.gate.run(api_call, self._fault, proceed)

    def known(self, key: str, secret: str) -> CarrierAccount:
        """Comes into being with the first use of its key; another secret is nobody's."""
        refused = CarrierError("NOT.AUTHORIZED.ERROR", "not valid", status=401)
        if not key or not secret:
            raise refused
        account = self.accounts.setdefault(key, CarrierAccount(key, secret))
        if not hmac.compare_digest(account.secret.encode(), secret.encode()):
            raise refused
        return account

    def bearer(self, headers: Mapping[str, str]) -> CarrierAccount | None:
        """Whose token it is, while it is good."""
        token = headers.get("authorization", "").removeprefix("Bearer ")
        now = self.kernel.clock.now()
        everyone = self.accounts.values()
        return next((one for one in everyone if one.tokens.get(token, 0) > now), None)

    def basic(self, headers: Mapping[str, str]) -> tuple[str, str]:
        """The name and the secret of HTTP's basic authentication; empty where there are none."""
        told = headers.get("authorization", "").removeprefix("Basic ")
        try:
            name, _, secret = base64.b64decode(told, validate=True).decode().partition(":")
        except ValueError:
            return "", ""
        return name, secret

    def _fault(self, status: int) -> Response:
        """The body of an injected failure when the rule gives none."""
        return self.error(CarrierError("INJECTED", "Injected by a fault rule.", status=status))


async def _document(request: Request) -> JsonObject:
    raw = await request.body()
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(raw.decode("utf-8", "replace")))
    try:
        document = json.loads(raw) if raw else {}
    except ValueError as exc:
        raise CarrierError("INVALID.INPUT.EXCEPTION", "not JSON") from exc
    if not isinstance(document, dict):
        raise CarrierError("INVALID.INPUT.EXCEPTION", "not a JSON object")
    return document
