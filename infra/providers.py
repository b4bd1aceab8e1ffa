"""Where the payment providers and carriers are."""

from dataclasses import dataclass
from typing import Final

STRIPE_ON_AWS: Final = "https://api.stripe.com"
SHIPSTATION_ON_AWS: Final = "https://api.shipstation.com/v2"
SHIPSTATION_JWKS_ON_AWS: Final = "https://api.shipengine.com/jwks"


@dataclass(frozen=True, kw_only=True)
class Providers:
    """Base addresses of the providers; the local stage names the simulator's."""

    stripe: str = STRIPE_ON_AWS
    shipstation: str = SHIPSTATION_ON_AWS
    shipstation_jwks: str = SHIPSTATION_JWKS_ON_AWS

    @classmethod
    def simulated(cls, simulator_url: str) -> "Providers":
        """All providers played by one simulator."""
        return cls(
            stripe=f"{simulator_url}/stripe",
            shipstation=f"{simulator_url}/shipstation/v2",
            shipstation_jwks=f"{simulator_url}/shipstation/jwks",
        )
