"""The watch over tenants' credentials sees every way a request can name a foreign key."""

from typing import Any

import pytest
from orderloom import keys

from tests.e2e.key_watch import KeyWatch
from tests.e2e.named_keys import Named, UnreadableRequestError, named_keys

OURS, THEIRS = "acme", "acme-2"
A_SESSION = (
    "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=acme"
    "&Tags.member.1.Key=tenant&Tags.member.1.Value=acme"
)
ANSWER = b"<Credentials><AccessKeyId>ASIATENANT</AccessKeyId></Credentials>"


def item(tenant_id: str, **more: str) -> dict[str, Any]:
    pk, sk = keys.order(tenant_id, "ord_1")
    return {name: {"S": value} for name, value in {"PK": pk, "SK": sk, **more}.items()}


def query(partition: str, **more: Any) -> dict[str, Any]:
    """As PynamoDB writes it."""
    return {
        "KeyConditionExpression": "(#0 = :0 AND begins_with (#1, :1))",
        "ExpressionAttributeNames": {"#0": "PK", "#1": "SK"},
        "ExpressionAttributeValues": {":0": {"S": partition}, ":1": {"S": "EVENT#"}},
        **more,
    }


def listing(partition: str, **more: Any) -> dict[str, Any]:
    names = {"#0": "OLPK", "#1": "OLSK"}
    return query(partition, ExpressionAttributeNames=names, IndexName=keys.ORDER_LIST_INDEX, **more)


def transaction(kind: str, tenant_id: str) -> dict[str, Any]:
    write = {"Item": item(tenant_id)} if kind == "Put" else {"Key": item(tenant_id)}
    ours = {"Update": {"Key": item(OURS)}}
    return {"TransactItems": [ours, {kind: {"TableName": "t", **write}}]}


def their_list() -> str:
    return keys.order_list_partition(THEIRS, "2025-03", 0)


FOREIGN: list[tuple[str, dict[str, Any]]] = [
    ("GetItem", {"Key": item(THEIRS)}),
    ("UpdateItem", {"Key": item(THEIRS)}),
    ("DeleteItem", {"Key": item(THEIRS)}),
    ("PutItem", {"Item": item(THEIRS)}),
    ("PutItem", {"Item": item(OURS, OLPK=their_list())}),
    ("Query", query(keys.order_partition(THEIRS, "ord_1"))),
    ("Query", query(keys.tenant_list_partition(0))),
    ("Query", listing(their_list())),
    (
        "Query",
        listing(keys.order_list_partition(OURS, "2025-03", 0), ExclusiveStartKey=item(THEIRS)),
    ),
    ("BatchGetItem", {"RequestItems": {"t": {"Keys": [item(OURS), item(THEIRS)]}}}),
    *(
        ("TransactWriteItems", transaction(kind, THEIRS))
        for kind in ("ConditionCheck", "Delete", "Put", "Update")
    ),
    ("GetItem", {"Key": {"PK": {"S": keys.api_key("olk_1").pk}, "SK": {"S": "KEY"}}}),
    ("Scan", {}),
    ("ExecuteStatement", {"Statement": "SELECT * FROM t"}),
    ("Query", {"IndexName": "another"}),
    ("Query", {**query("x"), "KeyConditionExpression": "#1 = :1"}),
]

OWN: list[tuple[str, dict[str, Any]]] = [
    ("GetItem", {"Key": item(OURS)}),
    ("PutItem", {"Item": item(OURS, ATPK=keys.attention_partition(OURS, "task"))}),
    ("Query", query(keys.order_partition(OURS, "ord_1"))),
    ("Query", listing(keys.order_list_partition(OURS, "2025-03", 0), ExclusiveStartKey=item(OURS))),
    ("BatchGetItem", {"RequestItems": {"t": {"Keys": [item(OURS)]}}}),
    ("TransactWriteItems", transaction("Put", OURS)),
]


@pytest.fixture
def watch() -> KeyWatch:
    watch = KeyWatch()
    watch.hears_of_session(A_SESSION.encode(), ANSWER)
    watch.check()
    return watch


def request(watch: KeyWatch, operation: str, body: dict[str, Any], key: str, caller: str) -> None:
    watch.hears(f"DynamoDB.{operation}", key, body, lambda: caller)


@pytest.mark.parametrize(("operation", "body"), FOREIGN)
def test_a_foreign_key_is_an_offence(watch: KeyWatch, operation: str, body: dict[str, Any]) -> None:
    request(watch, operation, body, "ASIATENANT", "merchant_api")
    with pytest.raises(AssertionError, match=r"^acme: "):
        watch.check()
    watch.check()  # each is told once


@pytest.mark.parametrize(("operation", "body"), OWN)
def test_ones_own_keys_are_none(watch: KeyWatch, operation: str, body: dict[str, Any]) -> None:
    request(watch, operation, body, "ASIATENANT", "merchant_api")
    watch.check()
    assert watch.requests == {OURS: 1}


def test_an_answer_with_anothers_item_is_an_offence(watch: KeyWatch) -> None:
    watch.hears_answer("ASIATENANT", {"Items": [item(OURS)]})
    watch.check()
    watch.hears_answer("ASIATENANT", {"Items": [item(OURS, d="T#M03Y&$pR_n0zSM#bZg")]})
    watch.check()
    watch.hears_answer("ASIATENANT", {"Items": [item(OURS), item(THEIRS)]})
    with pytest.raises(AssertionError, match="was given"):
        watch.check()


@pytest.mark.parametrize(
    "asked",
    [A_SESSION.partition("&Tags")[0], A_SESSION + "&Tags.member.2.Key=x&Tags.member.2.Value=x"],
)
def test_a_session_without_exactly_a_tenant_is_an_offence(asked: str) -> None:
    watch = KeyWatch()
    watch.hears_of_session(asked.encode(), ANSWER)
    with pytest.raises(AssertionError, match="a session for no tenant"):
        watch.check()


@pytest.mark.parametrize(
    ("function", "operation", "body"),
    [
        ("ingest_webhook", "GetItem", {"Key": {"PK": {"S": "T#acme#META"}}}),
        ("authorize", "GetItem", {"Key": {"PK": {"S": keys.api_key("olk_1").pk}}}),
        ("reconcile_stock", "Query", listing(keys.tenant_list_partition(3))),
    ],
)
def test_a_functions_own_role_does_what_is_listed(
    watch: KeyWatch, function: str, operation: str, body: dict[str, Any]
) -> None:
    request(watch, operation, body, "ASIAROLE", function)
    watch.check()


@pytest.mark.parametrize(
    ("function", "operation", "body"),
    [
        ("merchant_api", "GetItem", {"Key": {"PK": {"S": "T#acme#META"}}}),
        ("ingest_webhook", "GetItem", {"Key": item(OURS)}),
        ("ingest_webhook", "UpdateItem", {"Key": {"PK": {"S": "T#acme#META"}}}),
        ("operator_api", "TransactWriteItems", transaction("Put", OURS)),
        ("reconcile_stock", "Query", listing(keys.order_list_partition(OURS, "2025-03", 0))),
        ("reconcile_stock", "Scan", {}),
        ("", "GetItem", {"Key": {"PK": {"S": "T#acme#META"}}}),
    ],
)
def test_and_nothing_else(
    watch: KeyWatch, function: str, operation: str, body: dict[str, Any]
) -> None:
    request(watch, operation, body, "ASIAROLE", function)
    with pytest.raises(AssertionError):
        watch.check()
    assert not watch.requests


def test_each_key_of_a_transaction_goes_with_the_action_iam_asks_for() -> None:
    named = named_keys("TransactWriteItems", transaction("ConditionCheck", OURS))
    pk = keys.order(OURS, "ord_1").pk
    assert named == [
        Named("dynamodb:UpdateItem", pk),
        Named("dynamodb:ConditionCheckItem", pk),
    ]


def test_a_request_without_a_key_cannot_be_read() -> None:
    with pytest.raises(UnreadableRequestError):
        named_keys("TransactWriteItems", {"TransactItems": []})


def test_who_died_before_it_could_be_named_names_no_other(watch: KeyWatch) -> None:
    allowed = {"Key": {"PK": {"S": "T#acme#META"}}}
    request(watch, "GetItem", allowed, "ASIAROLE", "")
    with pytest.raises(AssertionError):
        watch.check()
    request(watch, "GetItem", allowed, "ASIAROLE", "ingest_webhook")
    watch.check()
