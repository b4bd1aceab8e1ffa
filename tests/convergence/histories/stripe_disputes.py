"""Claims of the shopper's bank at Stripe."""

from tests.convergence.history import history
from tests.convergence.stripe_script import StripeScript


@history("stripe", ends="labelled paid")
def disputed_and_won(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.settled()
    dispute = stripe.disputed()
    stripe.answered(dispute)
    stripe.dispute_ends(dispute, "won")


@history("stripe", ends="shipped paid")
def disputed_and_lost(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.settled()
    stripe.parcel("in_transit")
    stripe.settled()
    dispute = stripe.disputed()
    stripe.answered(dispute)
    stripe.dispute_ends(dispute, "lost")


PAID = "payment_intent.succeeded"
_MONEY = "charge.dispute.funds_withdrawn"
_CLOSED = "charge.dispute.closed"


@history(
    "stripe",
    ends="cancelled paid",
    hears=(PAID, "charge.dispute.created", _MONEY, _CLOSED),
    pauses=False,
)
def disputed_and_lost_before_it_left(stripe: StripeScript) -> None:
    stripe.pays()
    dispute = stripe.disputed()
    stripe.dispute_ends(dispute, "lost")


@history(
    "stripe",
    ends="labelled paid",
    hears=(
        PAID,
        "charge.dispute.created",
        _MONEY,
        "charge.dispute.funds_reinstated",
        _CLOSED,
    ),
)
def disputed_and_won_before_it_left(stripe: StripeScript) -> None:
    stripe.pays()
    dispute = stripe.disputed()
    stripe.dispute_ends(dispute, "won")


@history("stripe", ends="labelled paid")
def an_inquiry_that_comes_to_nothing(stripe: StripeScript) -> None:
    stripe.pays()
    dispute = stripe.disputed(inquiry=True)
    stripe.answered(dispute)
    stripe.dispute_ends(dispute, "warning_closed")


@history("stripe", ends="labelled refunded")
def refunded_and_disputed_as_well(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.settled()
    stripe.refunded(2500)
    dispute = stripe.disputed()
    stripe.dispute_ends(dispute, "lost")
