"""From an HTTP request to a handler: login, fault rules, idempotency key, answer."""

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
from simulator.stripe import (
    charges,
    customers,
    disputes,
    endpoints,
    event_reads,
    intents,
    payouts,
    refunds,
    sessions,
)
from simulator.stripe.account import StripeAccount
from simulator.stripe.auth import Caller, authenticate
from simulator.stripe.calls import Handler, StripeCall
from simulator.stripe.errors import (
    StripeError,
    access_revoked,
    fault_response,
    secret_key_required,
    unrecognised_url,
)
from simulator.stripe.events import EventDesk, Origin
from simulator.stripe.expand import expanded
from simulator.stripe.forms import parse_form
from simulator.stripe.idempotency import Answer
from simulator.stripe.params import Params

_HANDLERS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/v1/customers", customers.create),
    ("GET", "/v1/customers/{id}", customers.retrieve),
    ("POST", "/v1/payment_intents", intents.create),
    ("GET", "/v1/payment_intents", intents.list_all),
    ("GET", "/v1/payment_intents/{id}", intents.retrieve),
    ("POST", "/v1/payment_intents/{id}", intents.update),
    ("POST", "/v1/payment_intents/{id}/confirm", intents.confirm),
    ("POST", "/v1/payment_intents/{id}/capture", intents.capture),
    ("POST", "/v1/payment_intents/{id}/cancel", intents.cancel),
    ("POST", "/v1/checkout/sessions", sessions.create),
    ("GET", "/v1/checkout/sessions", sessions.list_all),
    ("GET", "/v1/checkout/sessions/{id}", sessions.retrieve),
    ("POST", "/v1/checkout/sessions/{id}/expire", sessions.expire),
    ("GET", "/v1/charges", charges.list_all),
    ("GET", "/v1/charges/{id}", charges.retrieve),
    ("POST", "/v1/refunds", refunds.create),
    ("GET", "/v1/refunds", refunds.list_all),
    ("GET", "/v1/refunds/{id}", refunds.retrieve),
    ("POST", "/v1/refunds/{id}", refunds.update),
    ("GET", "/v1/disputes", disputes.list_all),
    ("GET", "/v1/disputes/{id}", disputes.retrieve),
    ("GET", "/v1/payouts", payouts.list_all),
    ("GET", "/v1/payouts/{id}", payouts.retrieve),
    ("GET", "/v1/balance_transactions", payouts.list_lines),
    ("GET", "/v1/events", event_reads.list_all),
    ("GET", "/v1/events/{id}", event_reads.retrieve),
    ("POST", "/v1/webhook_endpoints", endpoints.create),
    ("GET", "/v1/webhook_endpoints", endpoints.list_all),
    ("GET", "/v1/webhook_endpoints/{id}", endpoints.retrieve),
    ("POST", "/v1/webhook_endpoints/{id}", endpoints.update),
    ("DELETE", "/v1/webhook_endpoints/{id}", endpoints.delete),
)
_OPEN_TO_PUBLISHABLE: tuple[Handler, ...] = (intents.retrieve, intents.confirm)


@dataclass(frozen=True)
class StripeRouter:
    """Serves the handlers over the accounts it holds."""

    kernel: Kernel
    desk: EventDesk
    accounts: dict[str, StripeAccount] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        known = [
            Route(path, partial(self.serve, handler=handler), methods=[method])
            for method, path, handler in _HANDLERS
        ]
        rest = partial(self.serve, handler=_unrecognised)
        return [*known, Route("/{id:path}", rest, methods=["GET", "POST", "DELETE"])]

    async def serve(self, request: Request, handler: Handler) -> Response:
        request_id = self.kernel.ids.prefixed("req", 14)
        try:
            params = Params(parse_form(await _encoded_params(request)))
            caller = authenticate(request, params)
            if caller.publishable and handler not in _OPEN_TO_PUBLISHABLE:
                raise secret_key_required()
            return await self._gated(request, handler, params, caller, request_id)
        except StripeError as error:
            return _failure(error).response(request_id)

    def _account(self, key: str, connected: str | None) -> StripeAccount:
        """Both come into being with the first call that names them."""
        platform = self.accounts.setdefault(key, StripeAccount(key))
        if connected is None:
            return platform
        name = f"{key}/{connected}"
        known = StripeAccount(name, account_id=connected, platform=platform)
        return self.accounts.setdefault(name, known)

    async def _gated(
        self,
        request: Request,
        handler: Handler,
        params: Params,
        caller: Caller,
        request_id: str,
    ) -> Response:
        path = _path(request)
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        account = self._account(caller.account, request.headers.get("stripe-account"))
        if account.deauthorised:
            raise access_revoked(account.account_id or "")
        now = self.kernel.clock.now()
        call = StripeCall(
            account=account,
            params=params,
            target=request.path_params.get("id", ""),
            now=int(now),
            ids=self.kernel.ids,
            desk=self.desk,
            origin=Origin(request_id, key),
            publishable=caller.publishable,
        )

        async def proceed(pause: Pause) -> Response:
            async def execute() -> Answer:
                await pause()
                return _execute(call, handler)

            if key is None:
                return (await execute()).response(request_id)
            fingerprint = json.dumps([request.method, path, params.tree], sort_keys=True)
            return await account.idempotency.run(key, fingerprint, request_id, now, execute)

        api_call = ApiCall("stripe", caller.account, request.method, path)
        return await self.kernel.gate.run(api_call, fault_response, proceed)


def _path(request: Request) -> str:
    """The path below the mount point, as fault rules see it."""
    return str(request.scope["path"]).removeprefix(request.scope.get("root_path", ""))


async def _encoded_params(request: Request) -> str:
    if request.method == "GET":
        return request.url.query
    return (await request.body()).decode(errors="replace")


def _execute(call: StripeCall, handler: Handler) -> Answer:
    try:
        paths = call.params.texts("expand")
        document = expanded(call.account, handler(call), paths)
    except StripeError as error:
        return _failure(error)
    return Answer(200, json.dumps(document, indent=2).encode())


def _failure(error: StripeError) -> Answer:
    return Answer(error.status, json.dumps(error.body, indent=2).encode(), error.executed)


def _unrecognised(call: StripeCall) -> JsonObject:
    raise unrecognised_url(call.target)
