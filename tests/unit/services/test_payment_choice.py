"""Who takes the payment of a new order."""

import pytest
from orderloom.adapters.provider_registry import AdapterRegistry
from orderloom.errors import PaymentProviderUnclear
from orderloom.services.payment_choice import PaymentChoice

from tests.builders.tenants import a_connection, a_tenant
from tests.fakes.tenants import FakeTenants


class Forgetful(FakeTenants):
    """What was connected lately is not known yet."""

    lately: tuple[str, ...] | None = None

    def connected_lately(self, tenant_id: str) -> tuple[str, ...]:
        return super().connected_lately(tenant_id) if self.lately is None else self.lately


def tenants(*connected: str) -> Forgetful:
    directory = Forgetful(a_tenant())
    for provider in connected:
        directory.connect("acme", a_connection(provider))
    return directory


def chosen(directory: Forgetful, named: str | None = None) -> str:
    return PaymentChoice(tenants=directory, providers=AdapterRegistry())("acme", named)


@pytest.mark.parametrize("provider", ["stripe", "razorpay"])
def test_the_only_one_is_taken(provider: str) -> None:
    directory = tenants(provider, "shipstation")
    assert chosen(directory) == provider
    assert chosen(directory, provider) == provider


@pytest.mark.parametrize("provider", ["stripe", "razorpay"])
def test_of_several_the_one_named(provider: str) -> None:
    assert chosen(tenants("stripe", "razorpay"), provider) == provider


@pytest.mark.parametrize(
    ("connected", "named", "told"),
    [
        (("stripe", "razorpay"), None, "several are connected, name one of razorpay, stripe"),
        (("stripe",), "razorpay", "razorpay is not connected; connected: stripe"),
        (("stripe", "shipstation"), "shipstation", "shipstation is not connected"),
        (("stripe",), "paypal", "paypal is not connected"),
        (("shipstation",), None, "no payment provider is connected"),
        ((), "stripe", "no payment provider is connected"),
    ],
)
def test_anything_else_is_refused_and_says_why(
    connected: tuple[str, ...], named: str | None, told: str
) -> None:
    with pytest.raises(PaymentProviderUnclear, match=told) as raised:
        chosen(tenants(*connected), named)
    assert raised.value.field == "payment_provider"


@pytest.mark.parametrize("lately", [(), ("stripe",)])
def test_what_was_connected_a_moment_ago_is_found(lately: tuple[str, ...]) -> None:
    directory = tenants("stripe", "razorpay")
    directory.lately = lately
    assert chosen(directory, "razorpay") == "razorpay"
