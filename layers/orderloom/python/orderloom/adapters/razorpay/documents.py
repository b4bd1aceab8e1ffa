"""Razorpay's documents: what is sent, and what is read of the answers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from orderloom.adapters.provider_http import Answer
from orderloom.domain.money import RefundState
from orderloom.ports.payments import PaymentRequest, RefundOnRecord

REFUND_STATES = {
    "pending": RefundState.PENDING,
    "processed": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
}

LONGEST_WAIT = timedelta(days=5)
"""As long as Razorpay may learn late that a payment was authorised, or keep it uncaptured."""

_NOT_IN_A_KEY = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True)
class Payment:
    """One attempt to pay; amounts in minor units."""

    payment_id: str
    status: str
    amount: int
    refunded: int
    currency: str
    fee: int | None = None

    @property
    def captured(self) -> bool:
        """Its money came, and may have gone back since."""
        return self.status in ("captured", "refunded")

    @property
    def left(self) -> int:
        return self.amount - self.refunded


@dataclass(frozen=True)
class RefundMade:
    """A refund Razorpay knows of."""

    refund_id: str
    amount: int
    receipt: str | None
    status: str

    @property
    def lost(self) -> bool:
        return self.status == "failed"

    @property
    def settled(self) -> bool:
        return self.status == "processed"


def order_document(request: PaymentRequest, amount: int) -> Answer:
    """Razorpay captures by itself, late authorisations too, and refunds what it could not.

    Where the merchant captures, Razorpay sends back by itself what is not captured in time.
    """
    minutes = int(LONGEST_WAIT.total_seconds()) // 60
    return {
        "amount": amount,
        "currency": request.currency,
        "receipt": request.order_id,
        "notes": {"tenant_id": request.tenant_id, "order_id": request.order_id},
        "payment": {
            "capture": "manual" if request.capture_later else "automatic",
            "capture_options": {
                "automatic_expiry_period": minutes,
                "manual_expiry_period": minutes,
                "refund_speed": "normal",
            },
        },
    }


def refund_key(operation_key: str) -> str:
    """The operation's name in the letters Razorpay allows; it is the refund's receipt too."""
    return _NOT_IN_A_KEY.sub("-", operation_key)


def refund_document(amount: int, key: str) -> Answer:
    """The same for each attempt: another body under one key is refused."""
    return {"amount": amount, "speed": "normal", "receipt": key}


def items(answer: Answer) -> list[Answer]:
    """Of a collection."""
    found: list[Answer] = answer["items"]
    return found


def payment_of(document: Answer) -> Payment:
    return Payment(
        payment_id=str(document["id"]),
        status=str(document["status"]),
        amount=_units(document, "amount"),
        refunded=_units(document, "amount_refunded") if document.get("amount_refunded") else 0,
        currency=str(document["currency"]).upper(),
        fee=_fee(document),
    )


def _fee(document: Answer) -> int | None:
    """Its tax included; an international payment is charged in the account's own currency."""
    told = document.get("fee") is not None and not document.get("international")
    return _units(document, "fee") if told else None


def refund_of(document: Answer) -> RefundMade:
    return RefundMade(
        refund_id=str(document["id"]),
        amount=_units(document, "amount"),
        receipt=document.get("receipt"),
        status=str(document["status"]),
    )


def on_record(refund: RefundMade) -> RefundOnRecord:
    state = REFUND_STATES.get(refund.status, RefundState.PENDING)
    return RefundOnRecord(refund.refund_id, refund.amount, state, refund.receipt)


def captured_in(payments: Iterable[Payment]) -> int:
    return sum(payment.amount for payment in payments if payment.captured)


def _units(document: Answer, name: str) -> int:
    value = document[name]
    if type(value) is not int or value < 0:
        raise ValueError(f"{name} is not an amount in minor units")
    return value
