"""The loose types of the simulator: a provider's JSON, not further described."""

from typing import Any

JsonValue = Any
JsonObject = dict[str, Any]
