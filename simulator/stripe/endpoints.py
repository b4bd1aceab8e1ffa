"""Webhook endpoints: where an account's events go."""

from simulator.json_types import JsonObject
from simulator.stripe.account import EndpointSecret
from simulator.stripe.calls import StripeCall
from simulator.stripe.errors import invalid
from simulator.stripe.listing import PAGING, page

_EDITABLE = frozenset({"url", "enabled_events", "description", "metadata"})


def create(call: StripeCall) -> JsonObject:
    """The only answer that shows the signing secret."""
    params = call.params
    params.only(_EDITABLE | {"api_version", "connect"})
    endpoint: JsonObject = {
        "id": call.ids.prefixed("we"),
        "object": "webhook_endpoint",
        "api_version": params.text("api_version"),
        "application": None,
        "created": call.now,
        "description": params.text("description"),
        "enabled_events": _required_events(call),
        "livemode": False,
        "metadata": params.merged_metadata({}),
        "status": "enabled",
        "url": _checked_url(params.required_text("url")),
    }
    secret = _new_secret(call)
    call.account.endpoints[endpoint["id"]] = endpoint
    call.account.endpoint_secrets[endpoint["id"]] = [EndpointSecret(secret)]
    if params.boolean("connect"):
        call.account.connect_endpoints.add(endpoint["id"])
    return {**endpoint, "secret": secret}


def roll_secret(call: StripeCall, overlap_seconds: float) -> str:
    """As the dashboard does: a new secret, beside which the earlier one signs for a while.

    Source: docs.stripe.com/webhooks, "Roll endpoint signing secrets": up to 24 hours, in which
    there is one signature for each secret.
    """
    endpoint_id = call.account.endpoint(call.target)["id"]
    secret, until = _new_secret(call), call.now + overlap_seconds
    earlier = [
        EndpointSecret(each.secret, until if each.until is None else min(each.until, until))
        for each in call.account.endpoint_secrets[endpoint_id]
    ]
    call.account.endpoint_secrets[endpoint_id] = [EndpointSecret(secret), *earlier]
    return secret


def _new_secret(call: StripeCall) -> str:
    return f"whsec_{call.ids.token(32)}"


def retrieve(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    return call.account.endpoint(call.target)


def update(call: StripeCall) -> JsonObject:
    params = call.params
    params.only(_EDITABLE | {"disabled"})
    endpoint = call.account.endpoint(call.target)
    if "url" in params.tree:
        endpoint["url"] = _checked_url(params.required_text("url"))
    if "enabled_events" in params.tree:
        endpoint["enabled_events"] = _required_events(call)
    if "disabled" in params.tree:
        endpoint["status"] = "disabled" if params.boolean("disabled") else "enabled"
    if "description" in params.tree:
        endpoint["description"] = params.text("description")
    endpoint["metadata"] = params.merged_metadata(endpoint["metadata"])
    return endpoint


def delete(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    endpoint = call.account.endpoint(call.target)
    del call.account.endpoints[endpoint["id"]]
    del call.account.endpoint_secrets[endpoint["id"]]
    return {"id": endpoint["id"], "object": "webhook_endpoint", "deleted": True}


def list_all(call: StripeCall) -> JsonObject:
    call.params.only(PAGING)
    return page(call.params, "/v1/webhook_endpoints", call.account.endpoints.values())


def _required_events(call: StripeCall) -> list[str]:
    events = call.params.texts("enabled_events")
    if not events:
        raise invalid(
            "Missing required param: enabled_events.", "enabled_events", "parameter_missing"
        )
    return events


def _checked_url(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise invalid("Invalid URL: an explicit scheme is needed.", "url", "url_invalid")
    return url
