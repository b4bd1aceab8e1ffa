"""A seventh carrier is one file in a folder of its own; nothing else is touched."""

from pathlib import Path

import pytest
from orderloom.adapters import provider_registry as registry
from orderloom.adapters.carrier_means import CarrierMeans, Told
from orderloom.adapters.one_by_one import OneByOne
from orderloom.domain.tenant import Connection
from orderloom.errors import OutOfTurns
from orderloom.ports.call_budget import CallBudget, CallLimit
from orderloom.services.shop_rates import ShopRates
from pydantic import SecretStr

from tests.builders.shipments import a_shipment
from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import FakeClock
from tests.unit.adapters.third_provider import beside_ours, install

PROVIDER = """
from orderloom.adapters.no_webhooks import NothingIsGenuine, NothingToRead
from orderloom.adapters.provider import Ships
from orderloom.errors import Unsupported
from orderloom.ports.call_budget import CallLimit
from orderloom.ports.carrier import Carrier, Label, Rate
from orderloom.ports.providers import ProviderTerms

LIMIT = CallLimit(60, 60)


class PigeonCarrier(Carrier):
    name = "pigeon"

    def __init__(self, key, base_url, before_each):
        self.key, self.base_url, self.before_each = key, base_url, before_each

    def rates(self, shipment):
        self.before_each("rates")
        return (Rate("r1", "pigeon", "air", 350, shipment.currency, 1),)

    def find_label(self, operation_key):
        raise Unsupported("pigeon", "find a label", "unsupported", "keeps no books")

    def buy(self, shipment, rate):
        return Label("p1", "PG1", "pigeon", rate.service, rate.amount, rate.currency)

    def document(self, label):
        return b"%PDF"

    def void(self, label_id):
        raise Unsupported("pigeon", "void", "unsupported", "has left")

    def track(self, label_id, tracking_number):
        return ()


class Pigeon(Ships):
    terms = ProviderTerms(ships=True, details=frozenset({"loft"}))
    base_url = "https://api.pigeon.test/v1"
    sends_scans = False

    def verifier(self, options):
        return NothingIsGenuine()

    def reader(self):
        return NothingToRead()

    def carrier(self, connection, means):
        key = connection.api_key.get_secret_value()
        return PigeonCarrier(key, means.base_url, means.within(LIMIT))


PROVIDER = Pigeon()
"""


class OneCall(CallBudget):
    """Which is spent with the first."""

    def __init__(self) -> None:
        self.spent: list[tuple[str, CallLimit, bool]] = []

    def spend(self, account: str, limit: CallLimit, *, begun: bool = False) -> None:
        if self.spent:
            raise OutOfTurns(account, "take a turn", "its calls are spoken for")
        self.spent.append((account, limit, begun))


def test_it_is_found_offers_and_keeps_to_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with beside_ours(tmp_path, monkeypatch):
        assert registry.carrier_entry("pigeon.second") is None
        install(tmp_path, "pigeon", PROVIDER)
        entry = registry.carrier_entry("pigeon.second")
        assert entry is not None
        terms = registry.AdapterRegistry().terms("pigeon.second")
        assert terms is not None
        assert terms.details == {"loft"}
        connection = Connection(provider="pigeon.second", api_key=SecretStr("coo"))
        budget, clock = OneCall(), FakeClock()
        tokens = FakeAccessTokens(clock)
        means = CarrierMeans("pigeon.second", entry.base_url, tokens, budget, clock, Told(clock))
        carrier = entry.carrier(connection, means)
        assert not isinstance(carrier, OneByOne)
        shop = ShopRates({"pigeon.second": carrier}, deadline_ms=1000)
        (offer,) = shop(a_shipment()).offers
        assert (offer.account, offer.rate.service) == ("pigeon.second", "air")
        assert budget.spent == [("pigeon.second", CallLimit(60, 60), False)]
        assert "spoken for" in shop(a_shipment()).missing["pigeon.second"]
