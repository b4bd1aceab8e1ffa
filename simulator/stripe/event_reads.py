"""Reading events back: how a client closes the gaps webhooks leave."""

from simulator.json_types import JsonObject
from simulator.stripe.calls import StripeCall
from simulator.stripe.listing import PAGING, page


def retrieve(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    return call.account.event(call.target)


def list_all(call: StripeCall) -> JsonObject:
    call.params.only(PAGING | {"type", "types"})
    single = call.params.text("type")
    wanted = call.params.texts("types") or ([single] if single else [])
    return page(
        call.params,
        "/v1/events",
        call.account.events.values(),
        lambda event: not wanted or any(_matches(event["type"], pattern) for pattern in wanted),
    )


def _matches(event_type: str, pattern: str) -> bool:
    """Stripe accepts a whole name, or a prefix ending in `.*`."""
    if pattern.endswith(".*"):
        return event_type.startswith(pattern[:-1])
    return event_type == pattern
