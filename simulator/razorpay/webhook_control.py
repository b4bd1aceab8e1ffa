"""Webhooks, which only Razorpay's dashboard can set up."""

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.control_errors import control_error, read_model
from simulator.kernel import Kernel
from simulator.razorpay.account import RazorpayAccount, Webhook
from simulator.razorpay.commands import AddWebhook, ChangeSecret
from simulator.razorpay.errors import RazorpayError
from simulator.razorpay.router import RazorpayRouter


@dataclass(frozen=True)
class WebhookControl:
    """Webhooks of the accounts the router holds."""

    kernel: Kernel
    router: RazorpayRouter

    def routes(self) -> list[Route]:
        return [
            Route("/webhooks", self.add_webhook, methods=["POST"]),
            Route("/webhooks", self.list_webhooks, methods=["GET"]),
            Route("/webhooks/{id}/secret", self.change_secret, methods=["POST"]),
            Route("/webhooks/{id}/disable", self.disable, methods=["POST"]),
        ]

    async def add_webhook(self, request: Request) -> Response:
        wanted = await read_model(request, AddWebhook)
        try:
            account = self.router.account(wanted.key_id, wanted.key_secret)
        except RazorpayError as error:
            return control_error(error.status, str(error))
        account.slow_refunds = wanted.slow_refunds
        account.shows_webhooks = wanted.shows_webhooks
        webhook_id = self.kernel.ids.token(14)
        account.webhooks[webhook_id] = Webhook(
            webhook_id, wanted.url, wanted.secret, frozenset(wanted.events)
        )
        return JSONResponse({"id": webhook_id})

    async def list_webhooks(self, request: Request) -> Response:
        """Ids of an account's webhooks, oldest first."""
        account = self.router.accounts.get(request.query_params.get("key_id", ""))
        return JSONResponse({"ids": list(account.webhooks) if account else []})

    async def change_secret(self, request: Request) -> Response:
        """As in the dashboard. What is on its way keeps its signature, retries included."""
        wanted = await read_model(request, ChangeSecret)
        webhook_id = request.path_params["id"]
        account = self._owner(webhook_id)
        if account is None:
            return control_error(404, f"no webhook {webhook_id}")
        changed = replace(account.webhooks[webhook_id], secret=wanted.secret)
        account.webhooks[webhook_id] = changed
        return JSONResponse({"id": webhook_id})

    async def disable(self, request: Request) -> Response:
        """As Razorpay does after a day of failures."""
        webhook_id = request.path_params["id"]
        account = self._owner(webhook_id)
        if account is None:
            return control_error(404, f"no webhook {webhook_id}")
        account.webhooks[webhook_id] = replace(account.webhooks[webhook_id], active=False)
        return JSONResponse({"id": webhook_id})

    def _owner(self, webhook_id: str) -> RazorpayAccount | None:
        accounts = self.router.accounts.values()
        return next((account for account in accounts if webhook_id in account.webhooks), None)
