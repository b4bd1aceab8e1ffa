"""Who calls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.services.authorize import Authorize, Grant, Role

from tests.fakes.tenants import FakeTenants
from tests.unit.http.memory import OPERATOR_KEY
from tests.unit.http.samples import a_tenant

MERCHANT_KEY = "olk_" + "0" * 31 + "Z"


def authorize(operator_key: str = OPERATOR_KEY) -> Authorize:
    tenants = FakeTenants()
    tenants.register(a_tenant("acme"), MERCHANT_KEY)
    return Authorize(tenants=tenants, operator_key=lambda: operator_key)


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER   ", " Bearer "])
def test_a_merchants_key_names_its_tenant(scheme: str) -> None:
    assert authorize()(scheme + MERCHANT_KEY, None) == Grant(Role.MERCHANT, "acme")


@pytest.mark.parametrize("wanted", ["rival", "acme", "", "T#rival"])
def test_a_merchants_key_never_opens_another_tenant(wanted: str) -> None:
    assert authorize()(f"Bearer {MERCHANT_KEY}", wanted) == Grant(Role.MERCHANT, "acme")


@pytest.mark.parametrize("wanted", [None, "acme", "nobody"])
def test_an_operator_acts_for_whom_it_names(wanted: str | None) -> None:
    assert authorize()(f"Bearer {OPERATOR_KEY}", wanted) == Grant(Role.OPERATOR, wanted)


@pytest.mark.parametrize(
    "authorization",
    [
        *("", "Bearer", "Bearer ", MERCHANT_KEY, OPERATOR_KEY, f"Basic {MERCHANT_KEY}"),
        f"Bearer {MERCHANT_KEY} x",
        f"Bearer {MERCHANT_KEY},Bearer {OPERATOR_KEY}",
        f"Bearer {MERCHANT_KEY[:-1]}",
        f"Bearer {MERCHANT_KEY[:-1]}0",
        f"Bearer {MERCHANT_KEY.lower()}",
        f"Bearer {OPERATOR_KEY[:-1]}",
        f"Bearer {OPERATOR_KEY}k",
        f"Bearer {OPERATOR_KEY[:-1]}j",
        f"Bearer {OPERATOR_KEY[:-1]}é",
        f"Bearer olk_{OPERATOR_KEY[4:]}",
        f"Bearer olo_{MERCHANT_KEY[4:]}",
        f"Bearer\n{MERCHANT_KEY}",
        "Bearer olo_",
        "Bearer olk_",
    ],
)
def test_anything_else_is_nobody(authorization: str) -> None:
    assert authorize()(authorization, "acme") is None


@given(authorization=st.text())
def test_no_text_breaks_it(authorization: str) -> None:
    assert authorize()(authorization, None) is None


@pytest.mark.parametrize("unset", ["", "olo_", "olo_short"])
def test_an_operator_key_that_was_never_set_opens_nothing(unset: str) -> None:
    assert authorize(unset)(f"Bearer {unset}", None) is None


def test_the_operators_secret_is_not_read_for_merchants() -> None:
    def unreadable() -> str:
        raise AssertionError("read without need")

    tenants = FakeTenants()
    tenants.register(a_tenant("acme"), MERCHANT_KEY)
    assert Authorize(tenants=tenants, operator_key=unreadable)(f"Bearer {MERCHANT_KEY}", None)
