"""Money that goes back at Stripe."""

from tests.convergence.history import history
from tests.convergence.stripe_script import StripeScript

PAID = "payment_intent.succeeded"


@history("stripe", ends="labelled refunded", hears=(PAID, "refund.created", "charge.refunded"))
def refunded_in_three_parts(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.settled()
    for amount in (800, 800, 900):
        stripe.refunded(amount)


@history(
    "stripe",
    ends="cancelled refunded",
    hears=(PAID, "refund.created", "charge.refunded"),
    pauses=False,
)
def refunded_in_three_parts_before_it_left(stripe: StripeScript) -> None:
    stripe.pays()
    for amount in (800, 800, 900):
        stripe.refunded(amount)


@history(
    "stripe",
    ends="labelled part_refunded",
    hears=(PAID, "charge.succeeded", "refund.created", "charge.refunded"),
)
def refunded_in_part_before_anything_was_heard(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.refunded(700)
    stripe.refunded(700)


@history("stripe", ends="labelled paid")
def a_refund_that_fails_later(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.settled()
    refund = stripe.refunded(2500)
    stripe.refund_fails(refund)


@history(
    "stripe",
    ends="labelled part_refunded",
    hears=(PAID, "refund.created", "refund.failed", "charge.refunded"),
)
def a_refund_that_fails_and_another(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.settled()
    first = stripe.refunded(2500)
    stripe.refund_fails(first)
    stripe.refunded(1500)


@history(
    "stripe",
    ends="cancelled refunded",
    hears=(PAID, "refund.created", "charge.refunded"),
    pauses=False,
)
def refunded_in_part_while_cancelled(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.refunded(700)
    stripe.cancels()
