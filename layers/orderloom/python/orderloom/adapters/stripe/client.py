"""Stripe's SDK, configured once for all that use it."""

import stripe

API_VERSION = "2026-06-24.dahlia"
"""Pinned: what an upgrade of the SDK or of the merchant's account changes is read first."""

_CONNECT_SECONDS, _READ_SECONDS = 3.0, 8.0
_NETWORK_RETRIES = 1
"""The SDK repeats under the same idempotency key; longer outages are the saga's to wait for."""


def stripe_client(
    api_key: str,
    base_url: str,
    http_client: stripe.HTTPClient | None = None,
    account: str | None = None,
) -> stripe.StripeClient:
    """One account; `base_url` is where `/v1` is found.

    `account`: the connected account that a platform's key acts for.
    """
    # Telemetry would write an id below $HOME, which Lambda cannot, and send it along.
    stripe.enable_telemetry = False
    return stripe.StripeClient(
        api_key,
        stripe_version=API_VERSION,
        stripe_account=account,
        base_addresses={"api": base_url.rstrip("/")},
        max_network_retries=_NETWORK_RETRIES,
        http_client=http_client or stripe.RequestsClient(timeout=(_CONNECT_SECONDS, _READ_SECONDS)),
    )
