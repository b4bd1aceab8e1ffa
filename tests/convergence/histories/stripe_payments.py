"""Payments at Stripe: made, declined, voided, late."""

from tests.convergence.history import history
from tests.convergence.stripe_script import StripeScript

PAYMENT = ("payment_intent.succeeded", "charge.succeeded")
DECLINE = ("payment_intent.payment_failed", "charge.failed")


@history(
    "stripe", ends="labelled paid", hears=("payment_intent.created", "charge.updated", *PAYMENT)
)
def paid(stripe: StripeScript) -> None:
    stripe.pays()


@history("stripe", ends="labelled paid", hears=(*PAYMENT, *DECLINE))
def declined_then_paid(stripe: StripeScript) -> None:
    stripe.declined()
    stripe.pays()


@history("stripe", ends="labelled paid", hears=(*PAYMENT, *DECLINE))
def declined_for_two_reasons_then_paid(stripe: StripeScript) -> None:
    stripe.declined()
    stripe.declined("pm_card_chargeDeclinedInsufficientFunds")
    stripe.pays()


@history("stripe", ends="cancelled refunded", hears=(*PAYMENT, *DECLINE))
def cancelled_then_paid(stripe: StripeScript) -> None:
    stripe.cancels()
    stripe.settled()
    stripe.declined()
    stripe.pays()


@history("stripe", ends="cancelled refunded", hears=(*PAYMENT, *DECLINE), pauses=False)
def cancelled_while_paid(stripe: StripeScript) -> None:
    stripe.declined()
    stripe.cancels()
    stripe.pays()


@history("stripe", ends="cancelled refunded", hears=PAYMENT)
def expired_then_paid(stripe: StripeScript) -> None:
    stripe.expires()
    stripe.settled()
    stripe.pays()


@history("stripe", ends="cancelled voided", hears=("payment_intent.canceled", *DECLINE))
def voided_in_the_dashboard(stripe: StripeScript) -> None:
    stripe.declined()
    stripe.voided()


@history("stripe", ends="in_review review", hears=PAYMENT)
def paid_with_less_than_asked(stripe: StripeScript) -> None:
    stripe.pays(1200)
