"""A connection's fields become the account of its carrier's adapter."""

import pytest
from orderloom.adapters.carrier_means import CarrierMeans, Told
from orderloom.adapters.provider_registry import Verifiers, carrier_entry, provider, reader_for
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.tenant import Connection
from orderloom.ports.call_budget import CallBudget, CallLimit
from orderloom.ports.carrier import Carrier
from orderloom.ports.webhook_verifier import SignatureRejected
from pydantic import SecretStr

from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import MOMENT, FakeClock


class Unlimited(CallBudget):
    def spend(self, account: str, limit: CallLimit, *, begun: bool = False) -> None:
        """There is always a turn."""


@pytest.mark.parametrize("name", ["usps", "shiprocket"])
def test_every_detail_an_adapter_reads_is_one_its_terms_name(name: str) -> None:
    entry = carrier_entry(f"{name}.second")
    assert entry is not None
    clock = FakeClock()
    connection = Connection(
        provider=f"{name}.second",
        api_key=SecretStr("k"),
        key_id="id",
        details=dict.fromkeys(entry.terms.details, "1"),
    )
    tokens, budget = FakeAccessTokens(clock), Unlimited()
    means = CarrierMeans(f"{name}.second", entry.base_url, tokens, budget, clock, Told(clock))
    made = entry.carrier(connection, means)
    assert isinstance(made, Carrier)
    assert made.name == name


def test_usps_sends_no_webhooks() -> None:
    assert provider("usps") is not None
    verifier = Verifiers(shipstation_jwks_url="unused")("usps")
    assert verifier is not None
    with pytest.raises(SignatureRejected):
        verifier.verify(b"{}", {"x-api-key": "k"}, ("k",), MOMENT)
    assert reader_for("usps").read(InboundEvent("acme", "usps", "e", MOMENT, "{}")) is None
