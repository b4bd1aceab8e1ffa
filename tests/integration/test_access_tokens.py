"""One function asks for a token, all use it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Event

import pytest
from orderloom import keys
from orderloom.adapters.credential_seal import CredentialSeal
from orderloom.adapters.dynamodb.access_tokens import DynamoAccessTokens
from orderloom.adapters.dynamodb.account_records import AccessTokenRecord
from orderloom.adapters.dynamodb.record import record_of
from orderloom.errors import CorruptRecord, ProviderUnavailable
from orderloom.ports.access_tokens import AccessToken

from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld

ACCOUNT = "fedex@5d2f0c94ab17"
COLD_FUNCTIONS = 40


class TokenEndpoint:
    """Counts who asks."""

    def __init__(self, world: DynamoWorld, *, lifetime: timedelta = timedelta(hours=1)) -> None:
        self._clock = world.clock
        self._lifetime = lifetime
        self._numbers = count(1)
        self.issued: list[str] = []

    def __call__(self) -> AccessToken:
        self.issued.append(f"token-{next(self._numbers)}")
        return AccessToken(self.issued[-1], self._clock.now() + self._lifetime)


@pytest.fixture
def function(dynamodb: DynamoWorld, seal: CredentialSeal) -> Callable[[], DynamoAccessTokens]:
    """A cold one: nothing is in its memory."""
    return lambda: DynamoAccessTokens(dynamodb.table, dynamodb.tenant_id, seal, dynamodb.clock)


def test_forty_cold_functions_cause_one_request(
    dynamodb: DynamoWorld, function: Callable[[], DynamoAccessTokens]
) -> None:
    endpoint = TokenEndpoint(dynamodb)
    with ThreadPoolExecutor(COLD_FUNCTIONS) as pool:
        tokens = list(
            pool.map(lambda _: function().current(ACCOUNT, endpoint), range(COLD_FUNCTIONS))
        )
    assert endpoint.issued == ["token-1"]
    assert {token.value for token in tokens} == {"token-1"}


def test_a_warm_function_reads_nothing(
    dynamodb: DynamoWorld, function: Callable[[], DynamoAccessTokens]
) -> None:
    warm, endpoint = function(), TokenEndpoint(dynamodb)
    warm.current(ACCOUNT, endpoint)
    with recorded() as requests:
        assert warm.current(ACCOUNT, endpoint).value == "token-1"
    assert not requests


def test_it_is_replaced_before_its_end_while_others_still_use_it(
    dynamodb: DynamoWorld, function: Callable[[], DynamoAccessTokens]
) -> None:
    endpoint = TokenEndpoint(dynamodb)
    first, second = function(), function()
    first.current(ACCOUNT, endpoint)
    dynamodb.clock.advance(minutes=59)
    begun, finish = Event(), Event()

    def slow() -> AccessToken:
        begun.set()
        finish.wait(10)
        return endpoint()

    with ThreadPoolExecutor(1) as pool:
        renewing = pool.submit(first.current, ACCOUNT, slow)
        assert begun.wait(10)
        assert second.current(ACCOUNT, endpoint).value == "token-1"
        finish.set()
        assert renewing.result().value == "token-2"
    assert second.current(ACCOUNT, endpoint).value == "token-2"


def test_a_refused_token_is_replaced_once(
    dynamodb: DynamoWorld, function: Callable[[], DynamoAccessTokens]
) -> None:
    endpoint = TokenEndpoint(dynamodb)
    first, second = function(), function()
    token = first.current(ACCOUNT, endpoint)
    second.current(ACCOUNT, endpoint)
    first.rejected(ACCOUNT, token)
    assert first.current(ACCOUNT, endpoint).value == "token-2"
    second.rejected(ACCOUNT, token)
    assert second.current(ACCOUNT, endpoint).value == "token-2"


def test_whoever_waits_goes_on_when_the_fetching_one_fails(
    dynamodb: DynamoWorld, seal: CredentialSeal
) -> None:
    def passing(seconds: float) -> None:
        dynamodb.clock.advance(seconds=seconds)

    tokens = DynamoAccessTokens(
        dynamodb.table, dynamodb.tenant_id, seal, dynamodb.clock, sleep=passing
    )
    endpoint = TokenEndpoint(dynamodb)

    def down() -> AccessToken:
        raise ProviderUnavailable("fedex", "token", "status 503")

    with pytest.raises(ProviderUnavailable, match="503"):
        tokens.current(ACCOUNT, down)
    before = dynamodb.clock.now()
    assert tokens.current(ACCOUNT, endpoint).value == "token-1"
    assert dynamodb.clock.now() - before >= timedelta(seconds=2)


def test_whoever_dies_fetching_is_waited_for_and_then_replaced(
    dynamodb: DynamoWorld, seal: CredentialSeal
) -> None:
    until = int((dynamodb.clock.now() + timedelta(minutes=5)).timestamp() * 1000)
    lease = [AccessTokenRecord.fetching_until.set(until)]
    dynamodb.table.update(keys.access_token(dynamodb.tenant_id, ACCOUNT), lease)
    tokens = DynamoAccessTokens(
        dynamodb.table, dynamodb.tenant_id, seal, dynamodb.clock, sleep=lambda _: None
    )
    with pytest.raises(ProviderUnavailable, match="another function"):
        tokens.current(ACCOUNT, TokenEndpoint(dynamodb))
    dynamodb.clock.advance(minutes=5)
    assert tokens.current(ACCOUNT, TokenEndpoint(dynamodb)).value == "token-1"


def test_what_is_stored_is_sealed_for_the_tenant(
    dynamodb: DynamoWorld, function: Callable[[], DynamoAccessTokens], seal: CredentialSeal
) -> None:
    function().current(ACCOUNT, TokenEndpoint(dynamodb))
    (item,) = dynamodb.table.query(keys.access_token(dynamodb.tenant_id, ACCOUNT).pk)
    assert "token-1" not in repr(item)
    stolen = {**item, "PK": {"S": keys.access_token(dynamodb.other_tenant_id, ACCOUNT).pk}}
    dynamodb.table.put(record_of(AccessTokenRecord, stolen))
    other = DynamoAccessTokens(dynamodb.table, dynamodb.other_tenant_id, seal, dynamodb.clock)
    with pytest.raises(CorruptRecord):
        other.current(ACCOUNT, TokenEndpoint(dynamodb))
