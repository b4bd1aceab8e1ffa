"""Tenants, their keys and their connections."""

from datetime import UTC, datetime, timedelta

import pytest
from orderloom.domain.connection_health import ConnectionHealth, HealthNote, HealthState
from orderloom.errors import Conflict, NotFound, VersionConflict
from orderloom.keys import TENANT_LIST_SHARDS
from pydantic import SecretStr

from tests.builders.tenants import a_connection, a_signing_secret, a_tenant, without_secrets
from tests.integration.steps import eventually
from tests.integration.worlds import World

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def registered(world: World) -> None:
    world.tenants.register(a_tenant(world.tenant_id), f"olk_{world.tenant_id}")


def test_a_tenant_and_its_key_are_registered_together(world: World) -> None:
    registered(world)
    assert world.tenants.tenant(world.tenant_id) == a_tenant(world.tenant_id)
    assert world.tenants.tenant_of_key(f"olk_{world.tenant_id}") == world.tenant_id


def test_a_tenant_is_registered_once(world: World) -> None:
    registered(world)
    with pytest.raises(Conflict):
        world.tenants.register(a_tenant(world.tenant_id, name="Another"), "olk_another")
    assert world.tenants.tenant(world.tenant_id).name == "Acme Mugs"
    assert world.tenants.tenant_of_key("olk_another") is None


def test_a_key_belongs_to_one_tenant(world: World) -> None:
    registered(world)
    with pytest.raises(Conflict):
        world.tenants.register(a_tenant(world.other_tenant_id), f"olk_{world.tenant_id}")
    with pytest.raises(NotFound):
        world.tenants.tenant(world.other_tenant_id)


def test_strangers_are_not_found(world: World) -> None:
    assert world.tenants.tenant_of_key("olk_unknown") is None
    with pytest.raises(NotFound):
        world.tenants.tenant(world.tenant_id)
    with pytest.raises(NotFound):
        world.tenants.connection(world.tenant_id, "stripe")
    assert world.tenants.connected(world.tenant_id) == ()


def test_connections_are_read_back_with_their_secrets(world: World) -> None:
    registered(world)
    stripe = a_connection()
    carrier = a_connection("shipstation", signing_secrets=(), carrier_ids=("se-1", "se-2"))
    world.tenants.connect(world.tenant_id, stripe)
    world.tenants.connect(world.tenant_id, carrier)
    assert world.tenants.connection(world.tenant_id, "stripe") == without_secrets(stripe)
    assert world.tenants.connection(world.tenant_id, "shipstation") == carrier
    assert world.tenants.connected(world.tenant_id) == ("shipstation", "stripe")
    razorpay = a_connection("razorpay", key_id="rzp_test_1")
    world.tenants.connect(world.tenant_id, razorpay)
    assert world.tenants.connection(world.tenant_id, "razorpay") == without_secrets(razorpay)


def test_who_is_connected_lately_is_known_in_the_same_process_at_once(world: World) -> None:
    registered(world)
    assert world.tenants.connected_lately(world.tenant_id) == ()
    world.tenants.connect(world.tenant_id, a_connection())
    assert world.tenants.connected_lately(world.tenant_id) == ("stripe",)
    assert world.tenants.connected_lately(world.other_tenant_id) == ()


def test_a_connection_is_replaced_at_once(world: World) -> None:
    registered(world)
    world.tenants.connect(world.tenant_id, a_connection())
    world.tenants.connection(world.tenant_id, "stripe")
    rotated = a_connection(api_key=SecretStr("sk_test_rotated"))
    world.tenants.connect(world.tenant_id, rotated)
    assert world.tenants.connection(world.tenant_id, "stripe") == without_secrets(rotated)


def test_nobody_is_connected_who_is_not_registered(world: World) -> None:
    with pytest.raises(NotFound):
        world.tenants.connect(world.tenant_id, a_connection())


def test_connections_are_no_other_tenants(world: World) -> None:
    registered(world)
    world.tenants.connect(world.tenant_id, a_connection())
    with pytest.raises(NotFound):
        world.tenants.connection(world.other_tenant_id, "stripe")
    assert world.tenants.connected(world.other_tenant_id) == ()


def test_all_tenants_are_listed_shard_by_shard(world: World) -> None:
    names = {f"{world.tenant_id}-{number}" for number in range(20)}
    for name in names:
        world.tenants.register(a_tenant(name), f"olk_{name}")

    def listed() -> set[str]:
        found: set[str] = set()
        for shard in range(TENANT_LIST_SHARDS):
            after = ""
            while page := world.tenants.page(shard, after=after, limit=2):
                after = page[-1]
                found |= set(page)
        return {name for name in found if name.startswith(f"{world.tenant_id}-")}

    assert eventually(listed, names) == names


def test_what_may_be_shown_of_connections(world: World) -> None:
    registered(world)
    carrier = a_connection("shipstation", signing_secrets=(), carrier_ids=("se-1",))
    for connection in (a_connection(key_id="rzp_1"), carrier):
        world.tenants.connect(world.tenant_id, connection)
    shipstation, stripe = world.tenants.cards(world.tenant_id)
    assert (shipstation.provider, shipstation.carrier_ids) == ("shipstation", ("se-1",))
    assert (stripe.provider, stripe.key_id) == ("stripe", "rzp_1")
    assert stripe.signing_secrets == without_secrets(a_connection()).signing_secrets
    assert world.tenants.cards(world.other_tenant_id) == []


def test_secrets_are_replaced_by_who_saw_them_all(world: World) -> None:
    registered(world)
    world.tenants.connect(world.tenant_id, a_connection())
    seen = world.tenants.signing_secrets(world.tenant_id, "stripe")
    ring = (a_signing_secret("whsec_newest"), seen[0])
    world.tenants.replace_secrets(world.tenant_id, "stripe", seen=seen, ring=ring)
    found = world.tenants.signing_secrets(world.tenant_id, "stripe")
    assert [each.secret_id for each in found] == ["whs_newest", "whs_new"]
    assert world.tenants.connection(world.tenant_id, "stripe").signing_secrets == found
    with pytest.raises(VersionConflict):
        world.tenants.replace_secrets(world.tenant_id, "stripe", seen=seen, ring=seen[:1])
    assert world.tenants.signing_secrets(world.tenant_id, "stripe") == found


def test_secrets_of_no_connection_are_not_found(world: World) -> None:
    registered(world)
    with pytest.raises(NotFound):
        world.tenants.signing_secrets(world.tenant_id, "stripe")
    with pytest.raises(NotFound):
        world.tenants.replace_secrets(world.tenant_id, "stripe", seen=(), ring=())


def test_news_of_an_account_is_kept_with_its_connection(world: World) -> None:
    registered(world)
    world.tenants.connect(world.tenant_id, a_connection())
    fresh = world.tenants.card(world.tenant_id, "stripe").health
    assert fresh == ConnectionHealth()
    first, second = (fresh.noting(a_note(minute), NOW) for minute in (1, 2))
    whose = (world.tenant_id, "stripe")
    world.tenants.note_health(*whose, seen=fresh, health=first)
    assert world.tenants.card(*whose).health == first
    assert world.tenants.connection(*whose).health == first
    with pytest.raises(VersionConflict):
        world.tenants.note_health(*whose, seen=fresh, health=second)
    world.tenants.note_health(*whose, seen=first, health=second)
    assert [card.health for card in world.tenants.cards(world.tenant_id)] == [second]
    world.tenants.connect(world.tenant_id, a_connection())
    assert world.tenants.card(*whose).health == ConnectionHealth()


def test_nothing_is_noted_of_a_connection_that_is_not_there(world: World) -> None:
    registered(world)
    with pytest.raises(NotFound):
        world.tenants.card(world.tenant_id, "stripe")
    health = ConnectionHealth().noting(a_note(1), NOW)
    with pytest.raises(NotFound):
        world.tenants.note_health(world.tenant_id, "stripe", seen=ConnectionHealth(), health=health)


def a_note(minute: int) -> HealthNote:
    told_at = NOW + timedelta(minutes=minute)
    state = HealthState.IMPAIRED
    return HealthNote(subject="payouts", state=state, told_at=told_at, event_id="evt_1")
