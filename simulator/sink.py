"""The way out for webhooks."""

from typing import Protocol

import httpx


class DeliveryFailedError(Exception):
    """No answer arrived: refused, reset or timed out."""


class Sink(Protocol):
    """Posts one webhook and returns the status code, or raises DeliveryFailedError."""

    async def send(
        self, url: str, body: bytes, headers: dict[str, str], timeout_seconds: float
    ) -> int: ...

    async def close(self) -> None: ...


class HttpSink:
    """Posts over HTTP; redirects count as failures, as the providers document."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(trust_env=False, follow_redirects=False)

    async def send(
        self, url: str, body: bytes, headers: dict[str, str], timeout_seconds: float
    ) -> int:
        try:
            response = await self._client.post(
                url, content=body, headers=headers, timeout=timeout_seconds
            )
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise DeliveryFailedError(type(exc).__name__) from exc
        return response.status_code

    async def close(self) -> None:
        await self._client.aclose()
