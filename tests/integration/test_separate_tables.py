"""An isolated tenant's table, served by the same classes at the same time."""

import pytest
from orderloom.adapters.dynamodb.orders import DynamoOrderRepository
from orderloom.adapters.dynamodb.table import Credentials, Table
from orderloom.errors import Misconfigured, NotFound

from tests.builders.orders import a_placed, an_idempotency_record, an_order
from tests.integration.conftest import create_table
from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld

SILO = "orderloom-integration-silo"


def test_a_tenant_may_have_a_table_and_credentials_of_its_own(dynamodb: DynamoWorld) -> None:
    create_table(SILO)
    credentials = Credentials("AKIASILO", "secret", "session")
    silo = Table(SILO, region="us-east-1", credentials=credentials)
    isolated = DynamoOrderRepository(silo, dynamodb.tenant_id, dynamodb.clock)
    order = an_order(tenant_id=dynamodb.tenant_id)
    with recorded() as requests:
        isolated.place(
            order, a_placed(order), list_shards=1, idempotency=an_idempotency_record(order)
        )
        assert isolated.get(order.order_id) == order
    with pytest.raises(NotFound):
        dynamodb.orders().get(order.order_id)
    (_, claim), (_, stored) = requests[:2]
    written = [claim, *(step["Put"] for step in stored["TransactItems"])]
    assert {put["TableName"] for put in written} == {SILO}
    used = silo._connection.connection.session.get_credentials()
    assert used is not None
    assert used.token == "session"


def test_credentials_do_not_show() -> None:
    shown = repr(Credentials("AKIASILO", "the secret", "the session"))
    assert "the s" not in shown


@pytest.mark.usefixtures("aws")
def test_a_table_that_is_not_there_is_a_matter_for_a_person(dynamodb: DynamoWorld) -> None:
    orders = DynamoOrderRepository(Table("no-such-table"), "acme", dynamodb.clock)
    with pytest.raises(Misconfigured, match="ResourceNotFoundException"):
        orders.get("ord_1")
    order = an_order()
    with pytest.raises(Misconfigured, match="ResourceNotFoundException"):
        orders.place(
            order, a_placed(order), list_shards=1, idempotency=an_idempotency_record(order)
        )
