"""Money that is authorised first: taken whole, in part, by somebody else, or never."""

from orderloom.domain.authorisation import CaptureMode

from tests.convergence.history import Terms, history
from tests.convergence.razorpay_script import RazorpayScript
from tests.convergence.stripe_script import StripeScript

MANUAL, ON_SHIPPING = Terms(capture=CaptureMode.MANUAL), Terms(capture=CaptureMode.ON_SHIPPING)
AUTHORISED = "payment_intent.amount_capturable_updated"
PAID = "payment_intent.succeeded"
AT_RAZORPAY = ("payment.authorized", "payment.captured", "payment.failed", "order.paid")
ENDED = ("payment_intent.canceled", "charge.expired", "charge.refunded")


@history("stripe", ends="labelled paid", terms=MANUAL)
def captured(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.captures()


@history("stripe", ends="labelled paid", hears=(AUTHORISED, PAID, "charge.captured"), terms=MANUAL)
def captured_in_part(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.captures(1500)


@history("stripe", ends="labelled paid", terms=MANUAL)
def captured_in_the_dashboard(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.captured()


@history(
    "stripe",
    ends="in_review review",
    hears=(AUTHORISED, PAID, "charge.captured", "charge.succeeded"),
    terms=MANUAL,
)
def captured_in_part_in_the_dashboard(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.captured(1500)


@history("stripe", ends="labelled paid", terms=ON_SHIPPING)
def captured_on_shipping(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.settled()
    stripe.captured()


@history("stripe", ends="cancelled voided", hears=(AUTHORISED, *ENDED), terms=MANUAL)
def never_captured(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.lapses()


@history("stripe", ends="cancelled voided", hears=(AUTHORISED, *ENDED), pauses=False, terms=MANUAL)
def cancelled_once_authorised(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.cancels()
    stripe.voided()


@history(
    "stripe",
    ends="labelled part_refunded",
    hears=(AUTHORISED, PAID, "refund.created"),
    terms=MANUAL,
)
def captured_in_part_and_refunded_in_part(stripe: StripeScript) -> None:
    stripe.pays()
    stripe.captures(1500)
    stripe.refunded(400)


@history("razorpay", ends="labelled paid", hears=AT_RAZORPAY, terms=MANUAL)
def captured_at_razorpay(razorpay: RazorpayScript) -> None:
    razorpay.pays()
    razorpay.captures()


@history("razorpay", ends="labelled paid", hears=AT_RAZORPAY, terms=MANUAL)
def declined_then_captured_in_the_dashboard(razorpay: RazorpayScript) -> None:
    razorpay.declined()
    razorpay.pays()
    razorpay.captured()
