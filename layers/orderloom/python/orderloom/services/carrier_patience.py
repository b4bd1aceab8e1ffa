"""How long an order waits for its carriers before a person has to send its parcel."""

from orderloom.domain.quote import Silence
from orderloom.errors import CarriersBusy, NoCarrierAnswered, TransientError
from orderloom.services.label_outcome import NotBought

PATIENCE: dict[Silence, tuple[int, type[TransientError]]] = {
    Silence.DOWN: (4, NoCarrierAnswered),
    Silence.BUSY: (480, CarriersBusy),
}
"""Retries, no more than those of the saga; infra/constructs/saga_definition.py says how long."""


def wait_for_carriers(outcome: NotBought, retries: int) -> None:
    """Raises NoCarrierAnswered, CarriersBusy while there were few enough `retries`."""
    if outcome.silence is None:
        return
    patience, waiting = PATIENCE[outcome.silence]
    if retries < patience:
        raise waiting("; ".join(outcome.reasons.values()))
