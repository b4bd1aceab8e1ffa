"""Payments of another amount, currency, mode or account than was asked for: a person looks."""

from tests.convergence.history import Terms, history
from tests.convergence.stripe_script import StripeScript

PAID = ("payment_intent.succeeded", "charge.succeeded")
CONNECTED = Terms(account="acct_1SampleLoom")


@history("stripe", ends="in_review review", hears=(*PAID, "refund.created", "charge.refunded"))
def paid_with_less_and_refunded_in_part(stripe: StripeScript) -> None:
    stripe.pays(1200)
    stripe.refunded(500)


@history("stripe", ends="in_review review", hears=PAID)
def paid_with_more_than_asked(stripe: StripeScript) -> None:
    stripe.pays(2600)


@history(
    "stripe",
    ends="in_review review",
    hears=(*PAID, "payment_intent.payment_failed"),
    terms=Terms(charged_in="EUR"),
)
def paid_in_another_currency(stripe: StripeScript) -> None:
    stripe.declined()
    stripe.pays()


@history(
    "stripe",
    ends="in_review pending",
    hears=(*PAID, "payment_intent.created"),
    terms=Terms(livemode=True),
)
def paid_with_test_money(stripe: StripeScript) -> None:
    stripe.pays()


@history(
    "stripe",
    ends="labelled paid",
    hears=(*PAID, "payment_intent.payment_failed"),
    terms=CONNECTED,
)
def declined_then_paid_at_a_connected_account(stripe: StripeScript) -> None:
    stripe.declined()
    stripe.pays()


@history(
    "stripe",
    ends="labelled part_refunded",
    hears=("payment_intent.succeeded", "refund.created"),
    terms=CONNECTED,
)
def another_account_tells_of_a_payment(stripe: StripeScript) -> None:
    stripe.another_account_says(1200)
    stripe.pays()
    stripe.refunded(700)
    stripe.another_account_says(1200)
