"""An id for events whose provider gives them none. Standard library only: the door needs it."""

import hashlib
import json
from collections.abc import Iterable


def digest(fact: Iterable[object]) -> str:
    """Of what an event states, so that a repeated delivery counts once however it is written."""
    text = json.dumps([str(value) if isinstance(value, str | int) else None for value in fact])
    return f"sha256-{hashlib.sha256(text.encode()).hexdigest()}"
