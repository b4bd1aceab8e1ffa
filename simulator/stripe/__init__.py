"""Stripe's API, version 1, as far as one-off card payments, refunds and webhooks go."""
