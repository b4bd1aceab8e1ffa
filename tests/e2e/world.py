"""The deployed stack as its users see it: merchants, shoppers, carriers, operators."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from orderloom import keys

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.merchant_api import MerchantApi, WebhookDoor
from orderloom_cli.clients.operator_api import OperatorApi
from orderloom_cli.clients.provider_accounts import ShipStationAccount, StripeAccount
from orderloom_cli.clients.shopper import GOOD_CARD, Shopper
from orderloom_cli.clients.simulator import SimulatorControl
from orderloom_cli.clients.transport import HttpTransport
from orderloom_cli.errors import ApiRefusedError
from orderloom_cli.local.details import LocalDetails
from tests.e2e.waiting import PATIENCE_SECONDS, eventually

ADDRESS = {
    "name": "Ada Byron",
    "line1": "12 Analytical Way",
    "city": "Austin",
    "state": "TX",
    "postal_code": "78701",
    "country": "US",
}
WAREHOUSE = {
    "name": "Shop",
    "line1": "1 Loading Dock",
    "city": "Austin",
    "state": "TX",
    "postal_code": "78702",
    "country": "US",
}
MUG = {"name": "Mug", "price": 2100, "currency": "USD", "weight_grams": 350, "stock": 10}

_numbers = itertools.count(1)


def an_order(sku: str = "mug", quantity: int = 2, **changes: Any) -> dict[str, Any]:
    """The body of an order; two mugs unless told otherwise."""
    return {
        "currency": "USD",
        "lines": [{"sku": sku, "quantity": quantity}],
        "customer": {"email": "ada@example.com", "name": "Ada Byron"},
        "ship_to": ADDRESS,
        **changes,
    }


@dataclass(frozen=True)
class Merchant:
    """One tenant with its accounts at the providers."""

    tenant_id: str
    api_key: str
    signing_secret: str
    api: MerchantApi
    shopper: Shopper
    stripe_key: str
    shipstation_key: str

    def place(self, **order: Any) -> JsonObject:
        return self.api.place(an_order(**order), idempotency_key=f"key-{next(_numbers)}")

    def status(self, order_id: str) -> str:
        return str(self.api.order(order_id)["status"])

    def until(self, order_id: str, status: str, seconds: float = PATIENCE_SECONDS) -> JsonObject:
        """The order once it has the status."""
        return eventually(
            lambda: self.api.order(order_id), until=lambda o: o["status"] == status, seconds=seconds
        )

    def payable(self, order_id: str) -> JsonObject:
        """The order once the shopper can pay it."""
        return eventually(
            lambda: self.api.order(order_id),
            until=lambda o: o["payment"]["client_secret"] is not None,
        )

    def pay(self, order_id: str, card: str = GOOD_CARD) -> None:
        payment = self.payable(order_id)["payment"]
        self.shopper.pay(payment["intent_id"], payment["client_secret"], card)

    def pay_declined(self, order_id: str, card: str) -> str:
        """The provider's decline code."""
        try:
            self.pay(order_id, card)
        except ApiRefusedError as refusal:
            return refusal.slug
        raise AssertionError("the card was not declined")

    def labelled(self, **order: Any) -> JsonObject:
        """An order paid and with its label bought."""
        order_id = self.place(**order)["id"]
        self.pay(order_id)
        return self.until(order_id, "labelled")

    def stock(self, sku: str = "mug") -> int:
        return int(self.api.product(sku)["stock"])

    def events(self, order_id: str) -> list[JsonObject]:
        found: list[JsonObject] = self.api.timeline(order_id)["events"]
        return found

    def event_types(self, order_id: str) -> list[str]:
        return [event["type"] for event in self.events(order_id)]


class World:
    """Everything a test may touch of one environment."""

    def __init__(self, details: LocalDetails) -> None:
        self.details = details
        self.tenants: set[str] = set()
        self.transport = HttpTransport()
        self.aws = boto3.Session(
            aws_access_key_id="test", aws_secret_access_key="test", region_name=details.region
        )
        secret = self.client("secretsmanager").get_secret_value(
            SecretId=details.outputs["OperatorKeySecretArn"]
        )
        self.operator_key = f"olo_{secret['SecretString']}"
        self.operator = OperatorApi.at(self.transport, details.api_url, self.operator_key)
        self.simulator = SimulatorControl.at(self.transport, details.simulator_url)
        self.door = WebhookDoor(JsonHttp(self.transport, details.api_url))

    def client(self, service: str) -> Any:
        return self.aws.client(service, endpoint_url=self.details.emulator_url)  # type: ignore[call-overload]

    def merchant(self, **settings: Any) -> Merchant:
        """A new tenant, connected to both providers, with ten mugs to sell."""
        tenant_id = f"shop-{next(_numbers)}"
        created = self.operator.create_tenant(
            {"tenant_id": tenant_id, "name": "Shop", "ship_from": WAREHOUSE, **settings}
        )
        stripe_key, shipstation_key = f"sk_test_{tenant_id}", f"ss-{tenant_id}"
        stripe = StripeAccount.at(
            self.transport, f"{self.details.simulator_url}/stripe", stripe_key
        )
        signing_secret = stripe.add_webhook_endpoint(self.webhook_url("stripe", tenant_id))
        ShipStationAccount.at(
            self.transport, f"{self.details.simulator_url}/shipstation", shipstation_key
        ).subscribe_to_tracking(self.webhook_url("shipstation", tenant_id))
        self.operator.connect(
            tenant_id, "stripe", {"api_key": stripe_key, "signing_secrets": [signing_secret]}
        )
        self.operator.connect(tenant_id, "shipstation", {"api_key": shipstation_key})
        api = MerchantApi.as_merchant(self.transport, self.details.api_url, created["api_key"])
        api.put_product("mug", MUG)
        self.tenants.add(tenant_id)
        return Merchant(
            tenant_id=tenant_id,
            api_key=created["api_key"],
            signing_secret=signing_secret,
            api=api,
            shopper=Shopper.at(
                self.transport,
                f"{self.details.simulator_url}/stripe",
                stripe_key.replace("sk_", "pk_", 1),
            ),
            stripe_key=stripe_key,
            shipstation_key=shipstation_key,
        )

    def webhook_url(self, provider: str, tenant_id: str) -> str:
        return f"{self.details.api_url}/webhooks/{provider}/{tenant_id}"

    def signed(
        self, merchant: Merchant, event: dict[str, Any], *, offset_seconds: float = 0
    ) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a Stripe webhook as the merchant's account would send it."""
        body = json.dumps(event)
        headers = self.simulator.sign(
            "stripe", merchant.stripe_key, body, offset_seconds=offset_seconds
        )
        return body.encode(), {"Content-Type": "application/json", **headers}

    def rule(self, **rule: Any) -> str:
        """A fault of the simulator, narrowed by the caller to one account; its id."""
        return str(self.simulator.http.call("POST", "/faults", rule)["id"])

    def confirm(self, merchant: Merchant, intent_id: str) -> None:
        """Pay with the merchant's own key: the shopper has no client secret yet."""
        StripeAccount.at(
            self.transport, f"{self.details.simulator_url}/stripe", merchant.stripe_key
        ).confirm(intent_id, GOOD_CARD)

    def parked(self, tenant_id: str, object_id: str, provider: str = "stripe") -> list[JsonObject]:
        """What waits for a provider's object (a payment intent), as it lies in the table."""
        found: list[JsonObject] = self.client("dynamodb").query(
            TableName=self.details.outputs["TableName"],
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={
                ":pk": {"S": keys.parked_partition(tenant_id, provider, object_id)}
            },
        )["Items"]
        return found

    def messages_in(self, queue_url: str) -> int:
        """Waiting or in flight."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counted = self.client("sqs").get_queue_attributes(QueueUrl=queue_url, AttributeNames=names)
        return sum(int(counted["Attributes"][name]) for name in names)

    def books(self, merchant: Merchant) -> JsonObject:
        """The payment provider's own record of a merchant's account."""
        found: JsonObject = self.simulator.books()["stripe"][merchant.stripe_key]
        return found

    def labels(self, merchant: Merchant) -> JsonObject:
        """The carrier's own record of a merchant's account."""
        found: JsonObject = self.simulator.books()["shipstation"][merchant.shipstation_key]
        return found

    def execution(self, order_id: str, attempt: int = 1) -> JsonObject:
        """One run of an order's saga, as Step Functions describes it."""
        arn = self.details.outputs["StateMachineArn"].replace(":stateMachine:", ":execution:")
        found: JsonObject = self.client("stepfunctions").describe_execution(
            executionArn=f"{arn}:{order_id}-{attempt}"
        )
        return found

    def failures(self, order_id: str, attempt: int = 1) -> list[JsonObject]:
        """What went wrong in an execution, retried or not."""
        history = self.client("stepfunctions").get_execution_history(
            executionArn=self.execution(order_id, attempt)["executionArn"], maxResults=1000
        )
        names = ("Failed", "TimedOut")
        return [event for event in history["events"] if event["type"].endswith(names)]

    def states_entered(self, order_id: str, attempt: int = 1) -> list[str]:
        """Names of the states an execution entered, in order: what AWS bills."""
        history = self.client("stepfunctions").get_execution_history(
            executionArn=self.execution(order_id, attempt)["executionArn"], maxResults=1000
        )
        return list(_entered(history["events"]))


def _entered(events: list[JsonObject]) -> Iterator[str]:
    for event in events:
        if event["type"].endswith("StateEntered"):
            yield event["stateEnteredEventDetails"]["name"]
