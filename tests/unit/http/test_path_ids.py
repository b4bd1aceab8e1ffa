"""Ids in paths, before they become part of a key."""

import pytest
from orderloom.domain.identifiers import new_order_id
from orderloom.errors import InvalidRequest, NotFound
from orderloom.http import path_ids

from tests.unit.http.memory import NOW

ORDER_ID = new_order_id(NOW, lambda bits: 2**bits - 1)
APPENDED = ["#", "\n", "\x00", "#ORDER", "/x", " "]


def test_well_formed_ids_pass() -> None:
    assert path_ids.order_id_in({"order_id": ORDER_ID}) == ORDER_ID
    assert path_ids.known_sku_in({"sku": "a" * 64}) == "a" * 64
    assert path_ids.new_sku_in({"sku": "A.b_c-1"}) == "A.b_c-1"
    assert path_ids.tenant_id_from("a-1") == "a-1"
    assert path_ids.provider_in({"provider": "stripe"}) == "stripe"


@pytest.mark.parametrize("more", APPENDED)
def test_anything_before_or_behind_spoils_an_id(more: str) -> None:
    for order_id in (ORDER_ID + more, more + ORDER_ID):
        with pytest.raises(NotFound):
            path_ids.order_id_in({"order_id": order_id})
    for sku in ("TEA" + more, more + "TEA"):
        with pytest.raises(NotFound):
            path_ids.known_sku_in({"sku": sku})
        with pytest.raises(InvalidRequest):
            path_ids.new_sku_in({"sku": sku})
    with pytest.raises(NotFound):
        path_ids.tenant_id_from("acme" + more)
    with pytest.raises(NotFound):
        path_ids.provider_in({"provider": "stripe" + more})
