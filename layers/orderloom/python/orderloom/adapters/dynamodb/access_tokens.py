"""Access tokens in the table, sealed; one caller fetches, the others wait for it."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from orderloom import keys
from orderloom.adapters.credential_seal import CredentialSeal, Owner
from orderloom.adapters.dynamodb.account_records import AccessTokenRecord
from orderloom.adapters.dynamodb.conditions import not_being_fetched, token_is
from orderloom.adapters.dynamodb.table import Table
from orderloom.errors import ProviderUnavailable, VersionConflict
from orderloom.ports.access_tokens import AccessToken, AccessTokens
from orderloom.ports.clock import Clock

REFRESHED_AHEAD = timedelta(minutes=2)
"""A token that ends sooner is replaced by the first who needs it; the others go on using it."""

_LAST_USE = timedelta(seconds=15)
"""Before its end: a request under way must still be accepted."""

_FETCH_LEASE = timedelta(seconds=20)
"""Longer than a request for a token can take (see `bounded_http`)."""

_AFTER_A_FAILURE = timedelta(seconds=2)
"""Nobody asks again at once: some providers lock out who does."""

_KEPT = timedelta(days=1)
_LOOKS = 60
_BETWEEN_LOOKS_SECONDS = 0.25


class DynamoAccessTokens(AccessTokens):
    """Opened tokens are kept in memory; `sleep` takes seconds."""

    def __init__(
        self,
        table: Table,
        tenant_id: str,
        seal: CredentialSeal,
        clock: Clock,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.tenant_id = tenant_id
        self._table = table
        self._seal = seal
        self._clock = clock
        self._sleep = sleep
        self._opened: dict[str, tuple[str, AccessToken]] = {}

    def current(self, holder: str, fetch: Callable[[], AccessToken]) -> AccessToken:
        kept = self._opened.get(holder)
        if kept is not None and self._lasts(kept[1], REFRESHED_AHEAD):
            return kept[1]
        for _ in range(_LOOKS):
            record = self._table.get(AccessTokenRecord, keys.access_token(self.tenant_id, holder))
            token = self._token(holder, record)
            if token is not None and self._lasts(token, REFRESHED_AHEAD):
                return token
            if self._take_lease(holder, record):
                return self._fetched(holder, fetch)
            if token is not None and self._lasts(token, _LAST_USE):
                return token
            self._sleep(_BETWEEN_LOOKS_SECONDS)
        raise ProviderUnavailable(_account(holder), "access token", "another function fetches one")

    def rejected(self, holder: str, token: AccessToken) -> None:
        """Only if it is still the current one: many find out at the same time."""
        kept = self._opened.get(holder)
        if kept is None or kept[1].value != token.value:
            return
        del self._opened[holder]
        key = keys.access_token(self.tenant_id, holder)
        changes = [AccessTokenRecord.token_enc.remove(), AccessTokenRecord.good_until.remove()]
        self._update(key, changes, token_is(kept[0]))

    def _token(self, holder: str, record: AccessTokenRecord | None) -> AccessToken | None:
        if record is None or record.token_enc is None:
            return None
        kept = self._opened.get(holder)
        if kept is not None and kept[0] == record.token_enc:
            return kept[1]
        expires_at = datetime.fromtimestamp(record.good_until / 1000, UTC)
        opened = self._seal.open(record.token_enc, self._owner(holder), "token_enc")
        token = AccessToken(opened, expires_at)
        self._opened[holder] = (record.token_enc, token)
        return token

    def _take_lease(self, holder: str, record: AccessTokenRecord | None) -> bool:
        now = self._clock.now()
        key = keys.access_token(self.tenant_id, holder)
        lease = [
            AccessTokenRecord.fetching_until.set(_epoch(now + _FETCH_LEASE)),
            AccessTokenRecord.expires_at.set(int((now + _KEPT).timestamp())),
        ]
        seen = record.token_enc if record else None
        return self._update(key, lease, not_being_fetched(_epoch(now), seen))

    def _fetched(self, holder: str, fetch: Callable[[], AccessToken]) -> AccessToken:
        key = keys.access_token(self.tenant_id, holder)
        try:
            token = fetch()
        except BaseException:
            wait = _epoch(self._clock.now() + _AFTER_A_FAILURE)
            self._table.update(key, [AccessTokenRecord.fetching_until.set(wait)])
            raise
        sealed = self._seal.seal(token.value, self._owner(holder), "token")
        self._table.update(
            key,
            [
                AccessTokenRecord.token_enc.set(sealed),
                AccessTokenRecord.good_until.set(_epoch(token.expires_at)),
                AccessTokenRecord.expires_at.set(int(token.expires_at.timestamp())),
                AccessTokenRecord.fetching_until.remove(),
            ],
        )
        self._opened[holder] = (sealed, token)
        return token

    def _update(self, key: keys.Key, changes: Sequence[Action], when: Condition) -> bool:
        """Whether `when` held."""
        try:
            self._table.update(key, changes, when=when, otherwise=VersionConflict("token"))
        except VersionConflict:
            return False
        return True

    def _lasts(self, token: AccessToken, duration: timedelta) -> bool:
        return token.expires_at - self._clock.now() > duration

    def _owner(self, holder: str) -> Owner:
        return Owner(self.tenant_id, _account(holder))


def _account(holder: str) -> str:
    return holder.partition("@")[0]


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
