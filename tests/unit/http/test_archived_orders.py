"""Orders over HTTP that left the table."""

from orderloom.domain.archive import DepartedHead, joined

from tests.fakes.departures import FakeDepartures
from tests.unit.http.client import RIVAL, Client


def archived(client: Client) -> str:
    """An order of acme that is in its archive only."""
    order_id = str(client.order().json["id"])
    departures = FakeDepartures(client.container.orders("acme"))
    head: DepartedHead = departures.expire(order_id)
    remains = departures.remains(order_id)
    assert remains is not None
    whole = joined(None, head, remains)
    assert whole is not None
    client.container.archive("acme").put(whole)
    departures.clear(whole, remains)
    return order_id


def test_an_archived_order_reads_as_before_and_says_so() -> None:
    client = Client()
    placed = client.order(key="another").json
    assert placed["archived"] is False
    order_id = archived(client)
    order = client.send("GET", f"/v1/orders/{order_id}").json
    assert order == {
        **placed,
        **{name: order[name] for name in ("id", "created_at", "updated_at")},
        "archived": True,
    }
    timeline = client.send("GET", f"/v1/orders/{order_id}/timeline").json
    assert timeline["archived"] is True
    assert [event["type"] for event in timeline["events"]] == ["order.placed"]


def test_another_tenants_archived_order_does_not_exist() -> None:
    client = Client()
    order_id = archived(client)
    for path in (f"/v1/orders/{order_id}", f"/v1/orders/{order_id}/timeline"):
        assert client.send("GET", path, caller=RIVAL).status == 404
    assert client.container.archive("acme").reads == 0


def test_an_unknown_order_costs_one_look_into_the_archive() -> None:
    client = Client()
    unknown = f"/v1/orders/ord_{'0' * 26}"
    assert client.send("GET", unknown).status == 404
    assert client.container.archive("acme").reads == 1


def test_an_order_on_its_way_to_the_archive_is_asked_for_again() -> None:
    client = Client()
    order_id = str(client.order().json["id"])
    FakeDepartures(client.container.orders("acme")).expire(order_id)
    answer = client.send("GET", f"/v1/orders/{order_id}")
    assert answer.status == 503
    assert "retry-after" in answer.headers
