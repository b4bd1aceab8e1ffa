"""The HTTP API: what comes in, what goes out, which address answers."""
