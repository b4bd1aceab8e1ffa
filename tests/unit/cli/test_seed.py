"""What `orderloom up` registers, through public APIs only."""

import json
from urllib.parse import parse_qsl

from orderloom_cli.clients.operator_api import OperatorApi
from orderloom_cli.seeding.seed import Seeder
from tests.unit.cli.fakes import FakeTransport


def test_a_merchant_is_registered_connected_and_stocked() -> None:
    transport = FakeTransport(
        {
            "POST /operator/tenants": (201, {"api_key": "olk_1"}),
            "POST /stripe/v1/webhook_endpoints": (200, {"secret": "whsec_1"}),
            "POST /shipstation/v2/environment/webhooks": (200, {}),
            "PUT /connections/stripe": (200, {}),
            "PUT /connections/shipstation": (200, {}),
            "PUT /v1/products/TEA-250": (201, {}),
            "PUT /v1/products/BOOK-7": (201, {}),
        }
    )
    operator = OperatorApi.at(transport, "http://api", "olo_1")
    seeder = Seeder(transport, "http://api", "http://sim", operator)
    tenant = seeder.merchant("acme", "Acme", max_payment_attempts=3)
    assert tenant.signing_secrets == {"stripe": "whsec_1"}
    assert tenant.stripe_publishable_key[8:] == tenant.stripe_api_key[8:]
    sent = {request.url.removeprefix("http://"): request for request in transport.requests}
    created = json.loads(sent["api/operator/tenants"].body or b"")
    assert (created["tenant_id"], created["max_payment_attempts"]) == ("acme", 3)
    endpoint = parse_qsl((sent["sim/stripe/v1/webhook_endpoints"].body or b"").decode())
    assert ("url", "http://api/webhooks/stripe/acme") in endpoint
    assert ("enabled_events[]", "payment_intent.succeeded") in endpoint
    tracking = json.loads(sent["sim/shipstation/v2/environment/webhooks"].body or b"")
    assert tracking["url"] == "http://api/webhooks/shipstation/acme"
    stripe = json.loads(sent["api/operator/tenants/acme/connections/stripe"].body or b"")
    assert stripe == {"api_key": tenant.stripe_api_key, "signing_secrets": ["whsec_1"]}
    assert sent["api/v1/products/BOOK-7"].headers["Authorization"] == "Bearer olk_1"
