"""Orderloom: webhooks in, orders through payment and shipping, nothing lost."""
