"""How an account stands with Stripe, and with the platform that acts for it."""

from simulator.json_types import JsonObject
from simulator.stripe.calls import StripeCall


def deauthorise(call: StripeCall) -> JsonObject:
    """The merchant takes the platform's access back: its calls are refused from now on."""
    call.account.deauthorised = True
    application: JsonObject = {"id": "ca_SampleLoom", "object": "application", "name": "Orderloom"}
    call.emit("account.application.deauthorized", application)
    return application


def restrict(call: StripeCall, *, charges: bool, payouts: bool) -> JsonObject:
    """Whether the account may charge, and is paid out."""
    overdue = [] if charges and payouts else ["individual.verification.document"]
    account: JsonObject = {
        "id": call.account.account_id or "acct_own",
        "object": "account",
        "charges_enabled": charges,
        "payouts_enabled": payouts,
        "requirements": {
            "disabled_reason": "requirements.past_due" if overdue else None,
            "past_due": overdue,
        },
    }
    call.emit("account.updated", account)
    return account
