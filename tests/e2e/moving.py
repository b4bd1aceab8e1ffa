"""Load on one merchant while its data changes tables, and runs that can be killed."""

import multiprocessing
import threading
from dataclasses import replace
from typing import Any, Self

from orderloom_cli.clients.shopper import GOOD_CARD
from orderloom_cli.console import Output
from orderloom_cli.errors import ApiRefusedError
from orderloom_cli.local.details import LocalDetails
from orderloom_cli.running import described
from orderloom_cli.session import local_deployment
from orderloom_cli.tenancy.items import Item
from orderloom_cli.tenancy.moves import Whereabouts
from orderloom_cli.tenancy.office import Office
from tests.e2e.world import MUG, Merchant, World, an_order

PLENTY = 1000
_PAUSE_SECONDS = 0.8
_LEASE_SECONDS = 4.0


def office_of(details: LocalDetails) -> Office:
    """With a lease short enough to take over from the killed."""
    office = Office.of(local_deployment(described(details)), freeze_limit=60)
    return replace(office, pace=replace(office.pace, lease=_LEASE_SECONDS))


def run_move(details: LocalDetails, tenants: list[str], target: str, *, resume: bool) -> None:
    """In a process of its own."""
    output = Output.for_terminal(as_json=False)
    office_of(details).move(tenants, target, resume=resume, segments=2, tell=output.note)


def mover(world: World, *tenants: str, to: str, resume: bool = False) -> Any:
    process = multiprocessing.get_context("spawn").Process(
        target=run_move, args=(world.details, list(tenants), to), kwargs={"resume": resume}
    )
    process.start()
    return process


def whereabouts(world: World, tenant_id: str) -> Whereabouts:
    return office_of(world.details).directory.find(tenant_id)


def items_in(world: World, home: str, tenant_id: str) -> list[Item]:
    """All but the profile and connections."""
    pages = office_of(world.details).items.pages(home, [tenant_id], segment=(0, 1), consistent=True)
    return [item for page in pages for item in page]


class Load:
    """Places and pays orders until stopped; a context manager."""

    def __init__(self, world: World, merchant: Merchant) -> None:
        self._world = world
        self._merchant = merchant
        self._ends = threading.Event()
        self._threads = [threading.Thread(target=self._place), threading.Thread(target=self._pay)]
        self.placed: list[str] = []
        self.paid: list[str] = []
        self.refusals: set[int] = set()
        merchant.api.put_product("mug", {**MUG, "stock": PLENTY})

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Once all that was placed is paid. Safe to repeat."""
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def _place(self) -> None:
        number = 0
        while not self._ends.wait(_PAUSE_SECONDS):
            try:
                order = self._merchant.api.place(
                    an_order(quantity=1), idempotency_key=f"load-{number}"
                )
            except ApiRefusedError as refusal:
                self.refusals.add(refusal.status)
                continue
            number += 1
            self.placed.append(order["id"])

    def _pay(self) -> None:
        """Whatever can be paid by now, once."""
        while not self._ends.wait(_PAUSE_SECONDS) or len(self.paid) < len(self.placed):
            for order_id in [each for each in self.placed if each not in self.paid]:
                try:
                    self._pay_one(order_id)
                except ApiRefusedError as refusal:
                    self.refusals.add(refusal.status)

    def _pay_one(self, order_id: str) -> None:
        payment = self._merchant.api.order(order_id)["payment"]
        if payment["client_secret"] is not None:
            self._merchant.shopper.pay(payment["intent_id"], payment["client_secret"], GOOD_CARD)
            self.paid.append(order_id)
