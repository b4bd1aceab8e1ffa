"""Payments and refunds at Razorpay, where an order may be paid in several attempts."""

from tests.convergence.history import history
from tests.convergence.razorpay_script import RazorpayScript

PAID = ("payment.authorized", "payment.captured", "order.paid")
FAILED = "payment.failed"
REFUNDS = ("refund.created", "refund.processed", "refund.failed")


@history("razorpay", ends="labelled paid", hears=PAID)
def paid(razorpay: RazorpayScript) -> None:
    razorpay.pays()


@history("razorpay", ends="labelled paid", hears=(*PAID, FAILED))
def declined_then_paid(razorpay: RazorpayScript) -> None:
    razorpay.declined()
    razorpay.pays()


@history("razorpay", ends="labelled paid", hears=(*PAID, FAILED))
def late_authorised(razorpay: RazorpayScript) -> None:
    payment = razorpay.declined("payment_timed_out")
    razorpay.authorised_after_all(payment)


@history("razorpay", ends="cancelled refunded", hears=(*PAID, FAILED))
def expired_and_late_authorised(razorpay: RazorpayScript) -> None:
    razorpay.expires()
    razorpay.settled()
    payment = razorpay.declined("payment_timed_out")
    razorpay.authorised_after_all(payment)


@history("razorpay", ends="cancelled refunded", hears=(*PAID, FAILED))
def cancelled_then_paid(razorpay: RazorpayScript) -> None:
    razorpay.cancels()
    razorpay.settled()
    razorpay.declined()
    razorpay.pays()


@history("razorpay", ends="labelled refunded", hears=("payment.captured", *REFUNDS))
def refunded_in_three_parts(razorpay: RazorpayScript) -> None:
    payment = razorpay.pays()
    razorpay.settled()
    for amount in (800, 800, 900):
        razorpay.refund_settles(razorpay.refunded(payment, amount))


@history("razorpay", ends="labelled paid", hears=("payment.captured", "order.paid", *REFUNDS))
def refunded_in_part_and_the_refund_fails(razorpay: RazorpayScript) -> None:
    payment = razorpay.pays()
    refund = razorpay.refunded(payment, 1000)
    razorpay.refund_settles(refund)
    razorpay.refund_settles(refund, "fail")
