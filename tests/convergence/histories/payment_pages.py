"""Payments on a provider's own page, which makes the payment when the shopper pays."""

from orderloom.domain.authorisation import CaptureMode

from tests.convergence.history import Terms, history
from tests.convergence.razorpay_script import RazorpayScript
from tests.convergence.stripe_script import StripeScript

PAGE = Terms(hosted=True)
COMPLETED = "checkout.session.completed"
PAID = "payment_intent.succeeded"
FAILED = "payment_intent.payment_failed"
EXPIRED = "checkout.session.expired"
LINK = ("payment_link.paid", "payment_link.expired", "payment.captured", "order.paid")


@history("stripe", ends="labelled paid", terms=PAGE)
def paid_on_the_page(stripe: StripeScript) -> None:
    stripe.pays()


@history("stripe", ends="labelled paid", hears=(COMPLETED, PAID, FAILED), terms=PAGE)
def declined_then_paid_on_the_page(stripe: StripeScript) -> None:
    stripe.declined()
    stripe.pays()


@history(
    "stripe",
    ends="labelled paid",
    hears=(COMPLETED, PAID, "checkout.session.async_payment_succeeded"),
    terms=PAGE,
)
def paid_on_the_page_days_later(stripe: StripeScript) -> None:
    stripe.pays_later()
    stripe.money_comes()


@history("stripe", ends="cancelled voided", hears=(EXPIRED, FAILED), terms=PAGE)
def the_page_expires(stripe: StripeScript) -> None:
    stripe.declined()
    stripe.page_expires()


@history(
    "stripe", ends="labelled part_refunded", hears=(COMPLETED, PAID, "refund.created"), terms=PAGE
)
def paid_on_the_page_and_refunded_in_part(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.refunded(700)


@history(
    "stripe",
    ends="labelled paid",
    hears=(COMPLETED, PAID, "charge.captured", "payment_intent.amount_capturable_updated"),
    terms=Terms(capture=CaptureMode.MANUAL, hosted=True),
)
def authorised_on_the_page_and_captured(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.captures()


@history("razorpay", ends="labelled paid", hears=LINK, terms=PAGE)
def paid_by_link(razorpay: RazorpayScript) -> None:
    razorpay.pays()


@history("razorpay", ends="labelled part_refunded", hears=(*LINK, "refund.processed"), terms=PAGE)
def paid_by_link_and_refunded_in_part(razorpay: RazorpayScript) -> None:
    payment = razorpay.pays()
    razorpay.refund_settles(razorpay.refunded(payment, 700))


@history("razorpay", ends="cancelled voided", hears=(*LINK, "payment.failed"), terms=PAGE)
def the_link_expires(razorpay: RazorpayScript) -> None:
    razorpay.declined()
    razorpay.link_expires()
