"""Stripe's API, version 1: one-off card payments, payment pages, refunds and webhooks."""
