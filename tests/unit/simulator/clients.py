"""A merchant's view of each simulated provider, on top of the harness."""

import httpx

from simulator.json_types import JsonObject, JsonValue
from tests.unit.simulator.harness import Harness

ADDRESS = {
    "name": "Ada Reader",
    "address_line1": "12 Byron Street",
    "city_locality": "Austin",
    "state_province": "TX",
    "postal_code": "78701",
    "country_code": "US",
}


class StripeMerchant:
    """Calls Stripe with one secret key."""

    def __init__(self, sim: Harness, key: str = "sk_test_one") -> None:
        self.sim = sim
        self.key = key

    @property
    def name(self) -> str:
        """Of the account in the simulator's books."""
        return self.key

    def headers(self, idempotency_key: str | None = None) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.key}"}
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        return headers

    def post(self, path: str, *, idem: str | None = None, **form: JsonValue) -> httpx.Response:
        headers = self.headers(idem)
        return self.sim.call("POST", f"/stripe/v1/{path}", data=form, headers=headers)

    def get(self, path: str, **query: JsonValue) -> JsonValue:
        headers = self.headers()
        return self.sim.call("GET", f"/stripe/v1/{path}", params=query, headers=headers).json()

    def listen(self, *event_types: str, connect: bool = False) -> str:
        """Registers an endpoint and returns its secret; `connect`: for connected accounts."""
        form: JsonObject = {"enabled_events[]": list(event_types or ("*",))}
        form["connect"] = str(connect).lower()
        answer = self.post("webhook_endpoints", url="http://shop/hook", **form)
        return str(answer.json()["secret"])

    def pay(
        self, amount: int = 1000, card: str = "pm_card_visa", **form: JsonValue
    ) -> httpx.Response:
        return self.post(
            "payment_intents",
            amount=amount,
            currency="usd",
            payment_method=card,
            confirm="true",
            **form,
        )

    def event_types(self) -> list[str]:
        """Every event of the account, oldest first."""
        return [event["type"] for event in reversed(self.get("events", limit=100)["data"])]


class Shipper:
    """Calls ShipStation with one API key."""

    def __init__(self, sim: Harness, key: str = "ship_one") -> None:
        self.sim = sim
        self.key = key

    def call(self, method: str, path: str, **options: JsonValue) -> httpx.Response:
        headers = {"API-Key": self.key}
        return self.sim.call(method, f"/shipstation/v2/{path}", headers=headers, **options)

    def shipment(self, grams: float = 900, **fields: JsonValue) -> JsonObject:
        return {
            "ship_from": ADDRESS,
            "ship_to": {**ADDRESS, "postal_code": "10001"},
            "packages": [{"weight": {"value": grams, "unit": "gram"}}],
            **fields,
        }

    def rates(self, **fields: JsonValue) -> JsonObject:
        body = {
            "rate_options": {"carrier_ids": ["se-1001", "se-1002"]},
            "shipment": self.shipment(**fields),
        }
        response = self.call("POST", "rates", json=body)
        assert response.status_code == 200, response.text
        document: JsonObject = response.json()
        return document

    def buy(self, **fields: JsonValue) -> JsonObject:
        rate_id = self.rates(**fields)["rate_response"]["rates"][0]["rate_id"]
        label: JsonObject = self.call("POST", f"labels/rates/{rate_id}", json={}).json()
        return label

    def advance(self, label: str, **step: JsonValue) -> JsonObject:
        path = f"/shipstation/labels/{label}/advance"
        event: JsonObject = self.sim.control("POST", path, json=step)
        return event
