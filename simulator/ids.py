"""Identifiers drawn from the injected generator, so that a seed reproduces a run."""

import random
import string
import uuid

_ALPHANUMERIC = string.ascii_letters + string.digits


class IdFactory:
    """Makes ids in each provider's own look."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def token(self, length: int) -> str:
        return "".join(self._rng.choices(_ALPHANUMERIC, k=length))

    def prefixed(self, prefix: str, length: int = 24) -> str:
        return f"{prefix}_{self.token(length)}"

    def digits(self, length: int) -> str:
        return "".join(self._rng.choices(string.digits, k=length))

    def uuid(self) -> str:
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))
