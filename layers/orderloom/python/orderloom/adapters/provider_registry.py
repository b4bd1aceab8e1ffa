"""The providers there are: every folder beside this module that has a `provider.py`."""

import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from orderloom import adapters
from orderloom.adapters.provider import (
    DoorOptions,
    KeepsPayouts,
    KeepsRecord,
    Provider,
    Ships,
    TakesPayments,
)
from orderloom.errors import MalformedEvent, NotFound
from orderloom.ports.providers import ProviderRegistry, ProviderTerms
from orderloom.ports.webhook_verifier import WebhookVerifier

if TYPE_CHECKING:  # facts are pydantic models, which the door must not load
    from orderloom.ports.event_reader import EventReader

_ACCOUNT = "."


@cache
def provider_names() -> frozenset[str]:
    """Names as they stand in webhook URLs and connections."""
    return frozenset(
        entry.parent.name
        for folder in adapters.__path__
        for entry in Path(folder).glob("*/provider.py")
    )


@cache
def provider(name: str) -> Provider | None:
    """None for a provider this system does not know; no other name is ever imported."""
    if name not in provider_names():
        return None
    entry = importlib.import_module(f"orderloom.adapters.{name}.provider").PROVIDER
    if not isinstance(entry, Provider):
        raise TypeError(f"{name}: PROVIDER is no Provider")
    return entry


class Verifiers:
    """By provider name; each is made once, as ShipStation's keeps keys."""

    def __init__(self, *, shipstation_jwks_url: str) -> None:
        self._options = DoorOptions(shipstation_jwks_url=shipstation_jwks_url)
        self._made: dict[str, WebhookVerifier] = {}

    def __call__(self, name: str) -> WebhookVerifier | None:
        """None for a provider this system does not know."""
        if name not in self._made:
            entry = provider(name) if name in provider_names() else None
            if entry is None:
                return None
            self._made[name] = entry.verifier(self._options)
        return self._made[name]


@cache
def reader_for(name: str) -> "EventReader":
    """Raises MalformedEvent: a message names a provider this system does not know."""
    entry = provider(name)
    if entry is None:
        raise MalformedEvent(f"no provider {name!r}")
    return entry.reader()


def payment_provider(name: str) -> TakesPayments:
    """Raises NotFound: no provider of that name takes payments."""
    entry = provider(name)
    if not isinstance(entry, TakesPayments):
        raise NotFound("payment provider", name)
    return entry


def carrier_entry(account: str) -> Ships | None:
    """What ships under a connection's name; None: it is no carrier's."""
    entry = provider(account.partition(_ACCOUNT)[0])
    return entry if isinstance(entry, Ships) else None


def record_keeper(name: str) -> KeepsRecord:
    """Raises NotFound: no provider of that name has a record to read."""
    entry = provider(name)
    if not isinstance(entry, KeepsRecord):
        raise NotFound("provider with a record", name)
    return entry


def payout_keeper(name: str) -> KeepsPayouts:
    """Raises NotFound: no provider of that name tells of its payouts."""
    entry = provider(name)
    if not isinstance(entry, KeepsPayouts):
        raise NotFound("provider with payouts", name)
    return entry


def has_book(name: str, book: str) -> bool:
    """Whether the gap sweep can read `book` (of `domain.sweeps.Book`) at a provider."""
    return isinstance(provider(name.partition(_ACCOUNT)[0]), _KEEPERS[book])


_KEEPERS = {
    "events": KeepsRecord,
    "payments": TakesPayments,
    "payouts": KeepsPayouts,
    "parcels": Ships,
}


class AdapterRegistry(ProviderRegistry):
    """What the folders say, for services."""

    def terms(self, provider: str) -> ProviderTerms | None:
        name, further, _ = provider.partition(_ACCOUNT)
        entry = _entry(name)
        if entry is None or (further and not isinstance(entry, Ships)):
            return None
        return entry.terms


_entry = provider  # the port calls its parameter the same
