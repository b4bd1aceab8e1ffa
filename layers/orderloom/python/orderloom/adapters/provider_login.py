"""How a request proves whose it is."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

from orderloom.ports.access_tokens import AccessToken, AccessTokens


class Login(ABC):
    """What goes with every request to a provider."""

    @abstractmethod
    def headers(self) -> Mapping[str, str]:
        """Raises what asking for a token raises."""

    def renew(self) -> bool:
        """These were refused. Whether asking for `headers` again gives others."""
        return False


class FixedLogin(Login):
    """An API key or a password: the same for years."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def headers(self) -> Mapping[str, str]:
        return self._headers


class TokenLogin(Login):
    """A bearer token, shared by all functions; `fetch` asks the provider for a new one."""

    def __init__(self, tokens: AccessTokens, holder: str, fetch: Callable[[], AccessToken]) -> None:
        self._tokens = tokens
        self._holder = holder
        self._fetch = fetch
        self._used: AccessToken | None = None

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.token()}"}

    def token(self) -> str:
        """For providers that want it elsewhere."""
        self._used = self._tokens.current(self._holder, self._fetch)
        return self._used.value

    def renew(self) -> bool:
        if self._used is None:
            return False
        self._tokens.rejected(self._holder, self._used)
        return True
