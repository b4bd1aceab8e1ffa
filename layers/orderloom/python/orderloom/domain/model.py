"""The base of every domain type: immutable, strict about unknown fields."""

from pydantic import BaseModel, ConfigDict


class DomainModel(BaseModel):
    """A value: compared by content, never changed in place (`changed` makes the next one)."""

    # Errors would repeat names and addresses, and errors are logged.
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True
    )
