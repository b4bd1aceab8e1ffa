"""Which of Stripe's accounts something is about."""

OWN_ACCOUNT = ""
"""That of the API key: events about it name none."""
