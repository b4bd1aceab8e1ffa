"""Customers: kept only so that payments can refer to them."""

from simulator.json_types import JsonObject
from simulator.stripe.calls import StripeCall

_FIELDS = ("email", "name", "phone", "description")
_ACCEPTED = frozenset({*_FIELDS, "metadata", "address", "shipping"})


def create(call: StripeCall) -> JsonObject:
    params = call.params
    params.only(_ACCEPTED)
    customer: JsonObject = {
        "id": call.ids.prefixed("cus", 14),
        "object": "customer",
        "address": params.mapping("address") or None,
        "balance": 0,
        "created": call.now,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "livemode": False,
        "metadata": params.merged_metadata({}),
        "shipping": params.mapping("shipping") or None,
        **{name: params.text(name) for name in _FIELDS},
    }
    call.account.customers[customer["id"]] = customer
    call.emit("customer.created", customer)
    return customer


def retrieve(call: StripeCall) -> JsonObject:
    call.params.only(frozenset())
    return call.account.customer(call.target)
