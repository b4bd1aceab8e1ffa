"""The composition root: one ASGI application holding every provider and the control API."""

import contextlib
import random
from collections.abc import AsyncIterator

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from simulator.clock import Clock, SystemClock
from simulator.control import ControlApi
from simulator.control_errors import refuse_invalid
from simulator.kernel import build_kernel
from simulator.provider import Provider
from simulator.razorpay.provider import RazorpayProvider
from simulator.shipstation.provider import ShipStationProvider
from simulator.sink import HttpSink, Sink
from simulator.stripe.provider import StripeProvider


def create_app(
    *,
    clock: Clock | None = None,
    rng: random.Random | None = None,
    sink: Sink | None = None,
    retry_scale: float = 1.0,
) -> Starlette:
    """Builds a simulator with its own state; what is left out is the real thing."""
    kernel = build_kernel(
        clock or SystemClock(), rng or random.Random(), sink or HttpSink(), retry_scale
    )
    everyone: tuple[Provider, ...] = (
        StripeProvider(kernel),
        RazorpayProvider(kernel),
        ShipStationProvider(kernel),
    )
    providers = {provider.name: provider for provider in everyone}

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await kernel.deliverer.close()

    control = ControlApi(kernel, providers)
    routes: list[BaseRoute] = [Mount("/_control", routes=control.routes())]
    routes += [Mount(f"/{name}", routes=one.routes()) for name, one in providers.items()]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={ValidationError: refuse_invalid},
    )
