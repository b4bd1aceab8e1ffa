"""Razorpay's units of amount: ISO 4217's minor units, in steps of ten where there are three.

Source: razorpay.com/docs/api/refunds: the last of three decimals must be 0 (KWD, BHD, OMR).
"""

from orderloom.domain.currency import EXPONENTS

_THREE_DECIMALS = 3
_STEP = 10


def to_razorpay(amount: int, currency: str) -> int:
    """From minor units. Raises ValueError: Razorpay cannot take so small a part."""
    if EXPONENTS.get(currency) == _THREE_DECIMALS and amount % _STEP:
        raise ValueError("the last of three decimals must be 0")
    return amount
