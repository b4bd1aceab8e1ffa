"""Scans of the parcel, in any order."""

from tests.convergence.history import history
from tests.convergence.stripe_script import StripeScript


@history("stripe", ends="delivered paid")
def delivered(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.settled()
    for scan in ("accepted", "in_transit", "exception", "out_for_delivery", "delivered"):
        stripe.parcel(scan)


@history("stripe", ends="returning paid")
def delivered_and_sent_back(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.settled()
    for scan in ("in_transit", "available_for_pickup", "delivered", "return_to_sender"):
        stripe.parcel(scan)
