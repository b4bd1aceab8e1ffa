"""Orders that ended long ago: out of the table, into the archive, and back for late news."""

import time

import pytest

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.errors import UnreachableError
from tests.e2e.shelf import Shelf, cleared, delivered
from tests.e2e.waiting import eventually
from tests.e2e.wire import Wire
from tests.e2e.world import Merchant, World


@pytest.fixture
def order(world: World, merchant: Merchant) -> JsonObject:
    return delivered(world, merchant)


@pytest.fixture
def shelf(world: World, merchant: Merchant, order: JsonObject) -> Shelf:
    return Shelf(world, merchant, order["id"])


def read(merchant: Merchant, order_id: str) -> str | None:
    """The order's id; None in the moment in which it has left and not arrived (503)."""
    try:
        return str(merchant.api.order(order_id)["id"])
    except UnreachableError:
        return None


def test_an_order_whose_time_is_over_is_archived_and_reads_as_before(
    merchant: Merchant, order: JsonObject, shelf: Shelf
) -> None:
    retention = int(shelf.items()["ORDER"]["expires_at"]["N"]) - time.time()
    assert 89 < retention / 86_400 < 90
    timeline = merchant.api.timeline(order["id"])
    shelf.make_due()
    eventually(lambda: read(merchant, order["id"]), until=lambda found: found == order["id"])
    cleared(shelf)
    assert [line["record"] for line in shelf.archived()][:3] == ["order", "placed", "event"]
    assert merchant.api.order(order["id"]) == {**order, "archived": True}
    assert merchant.api.timeline(order["id"]) == {**timeline, "archived": True}
    assert order["id"] not in [one["id"] for one in merchant.api.orders()["data"]]


def test_late_news_brings_an_order_back(
    world: World, merchant: Merchant, order: JsonObject, shelf: Shelf
) -> None:
    shelf.make_due()
    cleared(shelf)
    world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], "return_to_sender")
    returning = merchant.until(order["id"], "returning")
    assert (returning["archived"], returning["version"]) == (False, order["version"] + 1)
    assert "expires_at" not in shelf.items()["ORDER"]
    assert merchant.event_types(order["id"])[-1] == "shipment.updated"
    # What came back is not news: nobody starts its saga again.
    started = world.client("stepfunctions").list_executions(
        stateMachineArn=world.details.outputs["StateMachineArn"]
    )["executions"]
    assert [one["name"] for one in started if order["id"] in one["name"]] == [f"{order['id']}-1"]


def test_an_order_that_goes_on_is_put_back(world: World, merchant: Merchant) -> None:
    order = merchant.labelled()
    shelf = Shelf(world, merchant, order["id"])
    shelf.make_due()
    eventually(
        lambda: shelf.items().get("ORDER", {"expires_at": "gone, or not yet gone"}),
        until=lambda head: "expires_at" not in head,
    )
    assert shelf.archived() == []
    assert merchant.status(order["id"]) == "labelled"
    assert order["id"] in [one["id"] for one in merchant.api.orders()["data"]]


def test_an_archiver_that_dies_between_keeping_and_deleting_does_it_again(
    wire: Wire, merchant: Merchant, order: JsonObject, shelf: Shelf
) -> None:
    with wire.refusing("DynamoDB.DeleteItem"):
        shelf.make_due()
        shelf.until(shelf.archived)
        kept = shelf.archived()
        assert "PLACED" in shelf.items()
        assert merchant.api.order(order["id"])["archived"] is True
    cleared(shelf)
    assert shelf.archived() == kept


def test_nothing_is_deleted_while_the_archive_cannot_be_had(
    wire: Wire, world: World, merchant: Merchant, order: JsonObject, shelf: Shelf
) -> None:
    bucket = world.details.outputs["ArchiveBucket"]
    events = len(shelf.items()) - 1
    with wire.refusing(f"PUT /{bucket}/{shelf.key}"):
        shelf.make_due()
        shelf.until(lambda: "ORDER" not in shelf.items())
        assert len(shelf.items()) == events
        assert shelf.archived() == []
    cleared(shelf)
    assert merchant.api.order(order["id"])["archived"] is True
