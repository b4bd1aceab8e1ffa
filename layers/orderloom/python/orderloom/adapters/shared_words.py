"""Words agreed with a provider that it repeats with its webhooks. Standard library only."""

import hmac
from collections.abc import Sequence


def matching(told: str, words: Sequence[str]) -> str | None:
    """The one of `words` that was told, compared in constant time; a blank one is never told."""
    if not told.strip():
        return None
    said = told.encode()
    found = [word for word in words if hmac.compare_digest(said, word.encode())]
    return found[0] if found else None
