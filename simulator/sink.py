"""The way out for webhooks."""

from typing import Protocol

import httpx

from simulator.json_types import JsonObject


class DeliveryFailedError(Exception):
    """No answer arrived: refused, reset or timed out."""


class Sink(Protocol):
    """Posts one webhook and returns the status code, or raises DeliveryFailedError."""

    async def send(
        self, url: str, body: bytes, headers: dict[str, str], timeout_seconds: float
    ) -> int: ...

    async def ask(
        self, url: str, body: bytes, headers: dict[str, str], timeout_seconds: float
    ) -> JsonObject:
        """What is answered, where it is JSON; empty where the answer is a refusal."""
        ...

    async def close(self) -> None: ...


class HttpSink:
    """Posts over HTTP; redirects count as failures, as the providers document."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(trust_env=False, follow_redirects=False)

    async def send(
        self, url: str, body: bytes, headers: dict[str, str], timeout_seconds: float
    ) -> int:
        return (await self._post(url, body, headers, timeout_seconds)).status_code

    async def ask(
        self, url: str, body: bytes, headers: dict[str, str], timeout_seconds: float
    ) -> JsonObject:
        response = await self._post(url, body, headers, timeout_seconds)
        answer: JsonObject = response.json() if response.is_success else {}
        return answer

    async def _post(
        self, url: str, body: bytes, headers: dict[str, str], timeout_seconds: float
    ) -> httpx.Response:
        try:
            return await self._client.post(
                url, content=body, headers=headers, timeout=timeout_seconds
            )
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise DeliveryFailedError(type(exc).__name__) from exc

    async def close(self) -> None:
        await self._client.aclose()
