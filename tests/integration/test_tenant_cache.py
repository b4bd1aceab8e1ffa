"""What all requests of a tenant ask for is kept for a minute."""

from tests.builders.tenants import a_connection, a_tenant
from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld


def test_a_profile_is_read_once_a_minute(dynamodb: DynamoWorld) -> None:
    tenant = a_tenant(dynamodb.tenant_id)
    dynamodb.tenants.register(tenant, "olk_cached")
    with recorded() as requests:
        for _ in range(3):
            assert dynamodb.tenants.tenant(dynamodb.tenant_id) == tenant
        assert len(requests) == 1
        dynamodb.clock.advance(seconds=60)
        dynamodb.tenants.tenant(dynamodb.tenant_id)
        assert len(requests) == 2


def test_a_key_is_read_once_a_minute_and_an_unknown_one_each_time(dynamodb: DynamoWorld) -> None:
    dynamodb.tenants.register(a_tenant(dynamodb.tenant_id), "olk_known")
    with recorded() as requests:
        for _ in range(3):
            assert dynamodb.tenants.tenant_of_key("olk_known") == dynamodb.tenant_id
        assert len(requests) == 1
        dynamodb.clock.advance(seconds=60)
        assert dynamodb.tenants.tenant_of_key("olk_known") == dynamodb.tenant_id
        assert len(requests) == 2
        for _ in range(2):
            assert dynamodb.tenants.tenant_of_key("olk_unknown") is None
        assert len(requests) == 4


def test_who_is_connected_lately_is_read_once_a_minute(dynamodb: DynamoWorld) -> None:
    dynamodb.tenants.register(a_tenant(dynamodb.tenant_id), "olk_connected")
    dynamodb.tenants.connect(dynamodb.tenant_id, a_connection())
    with recorded() as requests:
        for _ in range(3):
            assert dynamodb.tenants.connected_lately(dynamodb.tenant_id) == ("stripe",)
        assert len(requests) == 1
        dynamodb.clock.advance(seconds=60)
        dynamodb.tenants.connected_lately(dynamodb.tenant_id)
        assert len(requests) == 2
        dynamodb.tenants.connected(dynamodb.tenant_id)
        assert len(requests) == 3
