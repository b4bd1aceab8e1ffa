"""USPS's own truth, to reconcile shipping costs against."""

from simulator.json_types import JsonObject
from simulator.usps.account import UspsAccount


def account_books(account: UspsAccount) -> JsonObject:
    """Every label, with sums in cents; a cancelled label's postage is given back."""
    bought = list(account.labels.values())
    cancelled = [label for label in bought if label.is_cancelled]
    spent, returned = (sum(one.cents for one in some) for some in (bought, cancelled))
    items = [
        {
            "tracking_number": label.number,
            "idempotency_key": label.key,
            "cost": label.cents,
            "cancelled": label.is_cancelled,
            "dispute": label.dispute,
        }
        for label in bought
    ]
    return {
        "labels": {"count": len(bought), "items": items},
        "tokens": {"access": len(account.tokens), "payment": len(account.payment_tokens)},
        "sums": {"bought": spent, "voided": returned, "net": spent - returned},
    }
