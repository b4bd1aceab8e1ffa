"""Access tokens in memory."""

from collections.abc import Callable

from orderloom.ports.access_tokens import AccessToken, AccessTokens
from orderloom.ports.clock import Clock


class FakeAccessTokens(AccessTokens):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.kept: dict[str, AccessToken] = {}

    def current(self, holder: str, fetch: Callable[[], AccessToken]) -> AccessToken:
        token = self.kept.get(holder)
        if token is None or token.expires_at <= self._clock.now():
            token = self.kept[holder] = fetch()
        return token

    def rejected(self, holder: str, token: AccessToken) -> None:
        if self.kept.get(holder) == token:
            del self.kept[holder]
