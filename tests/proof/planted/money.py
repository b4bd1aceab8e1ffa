"""Planted where money moves."""

from dataclasses import replace

from tests.proof.checker import money
from tests.proof.packaged import Edit
from tests.proof.planted.bug import NEW_EACH_TIME, REPOSITORY, Bug, dies

_LATE: dict[str, object] = {
    "target": "webhook",
    "provider": "stripe",
    "action": "delay",
    "seconds": 25,
}
_REFUNDED = ["refund.created", "refund.updated", "charge.refunded", "charge.refund.updated"]

BUGS = (
    Bug(
        "a new key for each try to ask for the payment",
        money.ONE_CHARGE,
        "delivered",
        (
            Edit(
                "services/payment_request.py",
                'operation_key=f"{order.order_id}:payment"',
                f'operation_key=f"{{order.order_id}}:payment:{NEW_EACH_TIME}"',
            ),
        ),
        # Late, so that nobody has told of the payment when it is asked for again.
        lambda: replace(
            dies("await_payment", "stripe POST /v1/payment_intents", after=True),
            rules=[{**_LATE, "seconds": 10, "event_types": ["payment_intent.created"]}],
        ),
        seconds=21,
    ),
    Bug(
        "a new key for each try to refund",
        money.ONE_CHARGE,
        "refunded",
        (
            Edit(
                "services/send_refund.py",
                "amount, operation)\n        except",
                f'amount, f"{{operation}}:{NEW_EACH_TIME}")\n        except',
            ),
        ),
        # Late, so that nobody has told of the refund when it is tried again.
        lambda: replace(
            dies("drive_saga", "stripe POST /v1/refunds", after=True),
            rules=[{**_LATE, "event_types": _REFUNDED}],
        ),
    ),
    Bug(
        "a payment nobody committed is forgotten",
        money.ONE_CHARGE,
        "given up",
        (
            Edit(
                "services/refund_payment.py",
                "if self._orders.token(order.order_id) is None:",
                "if order.order_id:",
            ),
        ),
        lambda: dies("await_payment", "stripe POST /v1/payment_intents", after=True, times=11),
    ),
    Bug(
        "the ledger is not written",
        money.LEDGER,
        "delivered",
        (Edit(REPOSITORY, "for entry in transition.entries:", "for entry in ():"),),
        seconds=23,
    ),
    Bug(
        "a cancelled order keeps the money",
        money.ONE_CHARGE,
        "cancelled with a label",
        (
            Edit(
                "services/refund_payment.py",
                "if order.payment.state in _HOLDS_MONEY:",
                "if order.payment.state is None:",
            ),
        ),
    ),
)
