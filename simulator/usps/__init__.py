"""A simulated USPS v3: two tokens, prices, labels under idempotency keys, tracking."""
