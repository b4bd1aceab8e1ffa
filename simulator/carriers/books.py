"""A carrier's own truth, to reconcile shipping costs against."""

from simulator.carriers.account import CarrierAccount
from simulator.json_types import JsonObject


def account_books(account: CarrierAccount) -> JsonObject:
    """Every label, with sums in cents by currency; a void one is not billed."""
    sold = list(account.sold.values())
    items = [
        {
            "tracking_number": one.number,
            "parcels": one.parcels,
            "reference": one.reference,
            "service": one.service,
            "cost": one.cents,
            "currency": one.currency,
            "voided": one.is_void,
        }
        for one in sold
    ]
    billed: dict[str, int] = {}
    for one in sold:
        billed[one.currency] = billed.get(one.currency, 0) + (0 if one.is_void else one.cents)
    return {
        "labels": {"count": len(sold), "items": items},
        "log_ins": len(account.log_ins),
        "calls": account.served.describe(account.window),
        "sums": {"net": billed},
    }
