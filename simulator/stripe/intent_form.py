"""What a payment intent is made of, read from the parameters of a request."""

from simulator.json_types import JsonObject
from simulator.stripe.calls import StripeCall
from simulator.stripe.cards import TEST_CARDS
from simulator.stripe.errors import invalid, missing

DETAILS = frozenset({"customer", "description", "receipt_email", "metadata", "shipping"})
CONFIRMING = frozenset(
    {
        "payment_method",
        "return_url",
        "off_session",
        "error_on_requires_action",
        "use_stripe_sdk",
        "capture_method",
        "receipt_email",
        "shipping",
        "mandate_data",
        "setup_future_usage",
        "payment_method_options",
        "payment_method_types",
    }
)
CREATING = (
    DETAILS
    | CONFIRMING
    | {
        "amount",
        "currency",
        "confirm",
        "confirmation_method",
        "automatic_payment_methods",
        "statement_descriptor",
        "statement_descriptor_suffix",
        "transfer_group",
    }
)

_CAPTURE_METHODS = frozenset({"automatic", "automatic_async", "manual"})
_CURRENCY_LENGTH = 3


def new_intent(call: StripeCall) -> JsonObject:
    params = call.params
    currency = params.required_text("currency").lower()
    if len(currency) != _CURRENCY_LENGTH or not currency.isalpha():
        raise invalid(f"Invalid currency: {currency}", "currency")
    customer = params.text("customer")
    if customer is not None:
        call.account.customer(customer, "customer")
    amount = params.required_integer("amount")
    return blank_intent(call, amount, currency) | {
        "capture_method": params.choice("capture_method", _CAPTURE_METHODS) or "automatic_async",
        "confirmation_method": params.text("confirmation_method") or "automatic",
        "customer": customer,
        "description": params.text("description"),
        "metadata": params.merged_metadata({}),
        "payment_method_types": params.texts("payment_method_types") or ["card"],
        "receipt_email": params.text("receipt_email"),
        "shipping": params.mapping("shipping") or None,
    }


def blank_intent(call: StripeCall, amount: int, currency: str) -> JsonObject:
    """As made without anything but what is to be paid; `amount` in Stripe's units."""
    intent_id = call.ids.prefixed("pi")
    return {
        "id": intent_id,
        "object": "payment_intent",
        "amount": amount,
        "amount_capturable": 0,
        "amount_received": 0,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{intent_id}_secret_{call.ids.token(25)}",
        "confirmation_method": "automatic",
        "created": call.now,
        "currency": currency,
        "customer": None,
        "description": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": {},
        "next_action": None,
        "payment_method": None,
        "payment_method_types": ["card"],
        "receipt_email": None,
        "shipping": None,
        "status": "requires_payment_method",
    }


def accept_method(call: StripeCall) -> str | None:
    """A reusable test name becomes a method of its own in the account, as at Stripe."""
    given = call.params.text("payment_method")
    if given is None or given in call.account.cards:
        return given
    card = TEST_CARDS.get(given)
    if card is None:
        raise missing("PaymentMethod", given, "payment_method", in_path=False)
    method_id = call.ids.prefixed("pm")
    call.account.cards[method_id] = card
    return method_id
