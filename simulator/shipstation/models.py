"""Request bodies. Fields the simulator does not act on are kept and given back."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_GRAMS = {"gram": 1.0, "kilogram": 1000.0, "ounce": 28.349523125, "pound": 453.59237}


class _Body(BaseModel):
    model_config = ConfigDict(extra="allow")


class Address(_Body):
    name: str = Field(min_length=1)
    address_line1: str = Field(min_length=1)
    city_locality: str = Field(min_length=1)
    state_province: str = Field(min_length=1)
    postal_code: str = Field(min_length=1)
    country_code: str = Field(pattern="^[A-Za-z]{2}$")


class Weight(_Body):
    value: float = Field(gt=0)
    unit: Literal["pound", "ounce", "gram", "kilogram"]

    @property
    def grams(self) -> float:
        return self.value * _GRAMS[self.unit]


class Package(_Body):
    weight: Weight
    package_code: str = "package"


class Shipment(_Body):
    """A parcel's journey; a warehouse may stand in for the sender's address."""

    ship_to: Address
    ship_from: Address | None = None
    warehouse_id: str | None = None
    packages: list[Package] = Field(min_length=1)
    carrier_id: str | None = None
    service_code: str | None = None
    external_shipment_id: str | None = None

    @model_validator(mode="after")
    def _has_a_sender(self) -> "Shipment":
        if self.ship_from is None and self.warehouse_id is None:
            raise ValueError("ship_from or warehouse_id is required")
        return self

    @property
    def grams(self) -> int:
        return round(sum(package.weight.grams for package in self.packages))


class ServicedShipment(Shipment):
    """A shipment that names who carries it, as a label needs."""

    carrier_id: str
    service_code: str


class RateOptions(_Body):
    carrier_ids: list[str] = Field(min_length=1)
    service_codes: list[str] = Field(default_factory=list)
    preferred_currency: str = "usd"


class RatesRequest(_Body):
    """Either a shipment to store, or the id of a stored one."""

    rate_options: RateOptions
    shipment: Shipment | None = None
    shipment_id: str | None = None

    @model_validator(mode="after")
    def _names_a_shipment(self) -> "RatesRequest":
        if (self.shipment is None) == (self.shipment_id is None):
            raise ValueError("exactly one of shipment and shipment_id is required")
        return self


class LabelOptions(_Body):
    """Only PDF labels are drawn; another format is refused rather than mislabelled."""

    label_format: Literal["pdf"] = "pdf"
    label_layout: Literal["4x6", "letter", "A4", "A6"] = "4x6"
    label_download_type: Literal["url", "inline"] = "url"
    validate_address: str = "no_validation"


class LabelRequest(LabelOptions):
    shipment: ServicedShipment


class WebhookHeader(_Body):
    key: str
    value: str


class WebhookUpdate(_Body):
    url: str = Field(pattern="^https?://")


class WebhookRequest(WebhookUpdate):
    """`track` sends the older API_TRACK form, `track_event_v2` the newer TRACK_EVENT_V2."""

    event: Literal["track", "track_event_v2", "batch", "rate", "carrier_connected"]
    headers: list[WebhookHeader] = Field(default_factory=list)
    name: str | None = None
    store_id: int | None = None
