"""HTTP for all providers: what is unknown, what is refused, what is repeated."""

import pytest
import requests
from orderloom.adapters.polite_retry import polite_retry
from orderloom.adapters.provider_http import ProviderHttp, VendorError
from orderloom.errors import CredentialsRejected, ProviderRefused, ProviderUnavailable
from urllib3 import HTTPResponse
from urllib3.exceptions import MaxRetryError, ReadTimeoutError

from tests.unit.adapters.scripted import Scripted


def call(answer: object, content_type: str = "application/json") -> object:
    return ask(Scripted([answer], content_type))


def ask(wire: Scripted) -> object:
    http = ProviderHttp(
        provider="carrier",
        base_url="https://carrier.test",
        headers={"Key": "secret-1"},
        read_error=lambda body: VendorError(body["code"], "detail"),
        session=wire.session(),
    )
    return http.json("rates", "POST", "/rates", {"ship_to": "2 St"})


def test_a_readable_answer_is_answered() -> None:
    assert call((200, {"ok": True})) == {"ok": True}
    assert call((200, {"ok": True}), "application/problem+json; charset=utf-8") == {"ok": True}


@pytest.mark.parametrize("status", [400, 404, 409, 422])
def test_a_readable_4xx_is_a_definite_no(status: int) -> None:
    with pytest.raises(ProviderRefused) as caught:
        call((status, {"code": "bad_lane"}))
    assert caught.value.code == "bad_lane"


@pytest.mark.parametrize("status", [401, 403])
def test_a_rejected_login_is_for_a_person(status: int) -> None:
    with pytest.raises(CredentialsRejected):
        call((status, {"code": "no"}))


@pytest.mark.parametrize("status", [301, 302, 307, 408, 425, 429, 500, 502, 503, 504])
def test_everything_else_is_an_unknown_outcome(status: int) -> None:
    with pytest.raises(ProviderUnavailable):
        call((status, {"code": "later"}))


@pytest.mark.parametrize("status", [200, 400, 401, 500])
@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"cut": ', b"[]", b"null", b"\xff", b"[" * 99_999]
)
def test_an_unusable_body_is_an_unknown_outcome(status: int, body: bytes) -> None:
    with pytest.raises(ProviderUnavailable):
        call((status, body))


def test_another_content_type_is_an_unknown_outcome() -> None:
    with pytest.raises(ProviderUnavailable):
        call((200, {"ok": True}), "text/html")


def test_credentials_follow_no_redirect() -> None:
    wire = Scripted([(307, {"code": "moved"}), (200, {})], location="https://evil.test/")
    with pytest.raises(ProviderUnavailable, match="redirected"):
        ask(wire)
    assert len(wire.calls) == 1


def test_an_error_without_its_fields_is_an_unknown_outcome() -> None:
    with pytest.raises(ProviderUnavailable):
        call((400, {"other": 1}))


def test_an_endless_answer_is_cut_off() -> None:
    with pytest.raises(ProviderUnavailable, match="too large"):
        call((200, b" " * (17 * 1024 * 1024)))


@pytest.mark.parametrize(
    "error",
    [
        requests.ConnectTimeout("secret-1"),
        requests.ReadTimeout("secret-1"),
        requests.ConnectionError("secret-1"),
        requests.exceptions.ChunkedEncodingError("secret-1"),
        requests.TooManyRedirects("secret-1"),
    ],
)
def test_a_failed_exchange_is_unknown_and_tells_no_secret(error: Exception) -> None:
    with pytest.raises(ProviderUnavailable) as caught:
        call(error)
    assert "secret-1" not in str(caught.value)


def answered(status: int, retry_after: str | None = None) -> HTTPResponse:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return HTTPResponse(b"", headers, status)


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_reading_and_voiding_are_repeated(method: str) -> None:
    assert polite_retry().is_retry(method, 503)
    assert polite_retry().is_retry(method, 429, has_retry_after=True)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_purchase_is_never_repeated(status: int) -> None:
    assert not polite_retry().is_retry("POST", status, has_retry_after=True)
    timeout = ReadTimeoutError(None, "/labels", "slow")  # type: ignore[arg-type]
    with pytest.raises(ReadTimeoutError):
        polite_retry().increment("POST", "/labels", error=timeout)


def test_a_short_retry_after_is_waited_for_and_a_long_one_given_up() -> None:
    again = polite_retry().increment("GET", "/labels", response=answered(429, "2"))
    assert again.total == 1
    with pytest.raises(MaxRetryError):
        polite_retry().increment("GET", "/labels", response=answered(429, "6"))


def test_repeats_are_few_and_jittered() -> None:
    retry = polite_retry()
    assert (retry.total, retry.backoff_jitter > 0) == (2, True)
