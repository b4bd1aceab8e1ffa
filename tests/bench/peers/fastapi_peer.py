"""FastAPI with asyncpg: what a careful user writes by hand, with the call Stripe's guide names.

The event is verified, stored once and acknowledged; the work is left to somebody else.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import stripe
from fastapi import FastAPI, HTTPException, Request

_INSERT = """INSERT INTO events (id, tenant, body) VALUES ($1, $2, $3)
ON CONFLICT (id, tenant) DO NOTHING"""
_TABLE = """CREATE TABLE IF NOT EXISTS events (
id text, tenant text, body jsonb, received_at timestamptz DEFAULT now(),
PRIMARY KEY (id, tenant))"""


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    port = int(os.environ["BENCH_DATABASE_PORT"])
    app.state.pool = await asyncpg.create_pool(
        host="127.0.0.1", port=port, user="postgres", database="fastapi", min_size=4, max_size=4
    )
    await app.state.pool.execute(_TABLE)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=_lifespan)


@app.post("/webhooks/stripe/{tenant}")  # type: ignore[untyped-decorator]
async def webhook(tenant: str, request: Request) -> dict[str, bool]:
    body = await request.body()
    try:
        event = stripe.Webhook.construct_event(
            body, request.headers["stripe-signature"], os.environ["BENCH_SECRET"]
        )
    except stripe.SignatureVerificationError as exc:
        raise HTTPException(400) from exc
    await app.state.pool.execute(_INSERT, event.id, tenant, body.decode())
    return {"received": True}
