"""Stripe: payments through its SDK, webhooks without it."""
