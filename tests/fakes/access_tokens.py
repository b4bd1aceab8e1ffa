"""Access tokens in memory."""

from collections.abc import Callable

from orderloom.ports.access_tokens import AccessToken, AccessTokens
from orderloom.ports.clock import Clock


class FakeAccessTokens(AccessTokens):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.kept: dict[str, AccessToken] = {}

    def current(self, account: str, fetch: Callable[[], AccessToken]) -> AccessToken:
        token = self.kept.get(account)
        if token is None or token.expires_at <= self._clock.now():
            token = self.kept[account] = fetch()
        return token

    def rejected(self, account: str, token: AccessToken) -> None:
        if self.kept.get(account) == token:
            del self.kept[account]
