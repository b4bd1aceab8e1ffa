"""Stripe's test payment methods and what each of them does when charged."""

from dataclasses import dataclass
from typing import Literal

from simulator.json_types import JsonObject


@dataclass(frozen=True)
class Decline:
    """The issuer's refusal, in Stripe's `code` and `decline_code`."""

    code: str
    decline_code: str | None
    message: str


@dataclass(frozen=True)
class Card:
    """A card and its fixed outcome; a card with `challenge` needs the shopper's approval first."""

    brand: str
    last4: str
    outcome: Literal["success", "challenge"] | Decline = "success"

    def details(self) -> JsonObject:
        return {
            "type": "card",
            "card": {
                "brand": self.brand,
                "country": "US",
                "exp_month": 12,
                "exp_year": 2034,
                "funding": "credit",
                "last4": self.last4,
                "network": self.brand,
                "three_d_secure": None,
                "wallet": None,
            },
        }


def _declined(decline_code: str) -> Decline:
    return Decline("card_declined", decline_code, "The card was declined.")


AUTHENTICATION_REQUIRED = Decline(
    "authentication_required",
    "authentication_required",
    "The card was declined because it needs authentication.",
)

_GENERIC = Card("visa", "0002", _declined("generic_decline"))
_CHALLENGE = Card("visa", "3220", "challenge")

TEST_CARDS = {
    "pm_card_visa": Card("visa", "4242"),
    "pm_card_visa_debit": Card("visa", "5556"),
    "pm_card_mastercard": Card("mastercard", "4444"),
    "pm_card_amex": Card("amex", "8431"),
    "pm_card_visa_chargeDeclined": _GENERIC,
    "pm_card_chargeDeclined": _GENERIC,
    "pm_card_chargeDeclinedInsufficientFunds": Card(
        "visa", "9995", _declined("insufficient_funds")
    ),
    "pm_card_visa_chargeDeclinedInsufficientFunds": Card(
        "visa", "9995", _declined("insufficient_funds")
    ),
    "pm_card_visa_chargeDeclinedLostCard": Card("visa", "9987", _declined("lost_card")),
    "pm_card_visa_chargeDeclinedStolenCard": Card("visa", "9979", _declined("stolen_card")),
    "pm_card_chargeDeclinedExpiredCard": Card(
        "visa", "0069", Decline("expired_card", None, "The card has expired.")
    ),
    "pm_card_chargeDeclinedIncorrectCvc": Card(
        "visa", "0127", Decline("incorrect_cvc", None, "The security code is incorrect.")
    ),
    "pm_card_chargeDeclinedProcessingError": Card(
        "visa", "0119", Decline("processing_error", None, "The card could not be processed.")
    ),
    "pm_card_authenticationRequired": Card("visa", "3184", "challenge"),
    "pm_card_threeDSecure2Required": _CHALLENGE,
    "pm_card_threeDSecureRequired": _CHALLENGE,
}
