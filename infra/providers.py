"""Where the payment providers and carriers are."""

from dataclasses import dataclass
from typing import Final

SHIPSTATION_ON_AWS: Final = "https://api.shipstation.com/v2"
SHIPSTATION_JWKS_ON_AWS: Final = "https://api.shipengine.com/jwks"


@dataclass(frozen=True, kw_only=True)
class Providers:
    """Base addresses of the providers; the local stage names the simulator's."""

    payments: str = ""
    """Where all payment providers are simulated; empty: each at its own address."""
    shipstation: str = SHIPSTATION_ON_AWS
    shipstation_jwks: str = SHIPSTATION_JWKS_ON_AWS

    @classmethod
    def simulated(cls, simulator_url: str) -> "Providers":
        """All providers played by one simulator."""
        return cls(
            payments=simulator_url,
            shipstation=f"{simulator_url}/shipstation/v2",
            shipstation_jwks=f"{simulator_url}/shipstation/jwks",
        )
