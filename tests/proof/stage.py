"""One order of one merchant, seen and handled from outside while things break."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.clients.shopper import GOOD_CARD
from orderloom_cli.errors import ApiRefusedError, UnreachableError
from tests.e2e.world import Merchant, World, an_order
from tests.proof.checker.evidence import OrderFile
from tests.proof.patience import awaited, patiently
from tests.proof.table import Table

PATIENCE_SECONDS = 40.0
KEY = "the-order"


class StuckError(Exception):
    """An order does not come to where its story goes on; the checker tells what is wrong."""


@dataclass
class Stage:
    """`patience`: seconds without any call made for it (`moved`) until an order counts as stuck."""

    world: World
    table: Table
    merchant: Merchant
    patience: float = PATIENCE_SECONDS
    moved: Callable[[], object] = lambda: None
    order_id: str = ""

    def place(self, **order: Any) -> None:
        placed = patiently(lambda: self.merchant.api.place(an_order(**order), idempotency_key=KEY))
        self.order_id = str(placed["id"])

    def file(self) -> OrderFile:
        """As it lies in the table; reading it makes no function do anything."""
        return self.table.order(self.merchant.tenant_id, self.order_id)

    def until(self, *ends: str) -> OrderFile:
        """The order once it stands so; raises StuckError."""
        seen = self._awaited(lambda file: file.end in ends)
        if seen.end not in ends:
            raise StuckError(f"{self.order_id} is {seen.end}, not {ends}")
        return seen

    def payable(self) -> JsonObject:
        seen = self._awaited(lambda file: "client_secret" in file.payment)
        if "client_secret" not in seen.payment:
            raise StuckError(f"{self.order_id} cannot be paid")
        return dict(seen.payment)

    def pay(self, card: str = GOOD_CARD) -> None:
        """Until the card is taken or declined; paying twice is refused by the provider."""
        payment = self.payable()

        def confirm() -> None:
            try:
                self.merchant.shopper.pay(payment["intent_id"], payment["client_secret"], card)
            except ApiRefusedError as refusal:
                if refusal.status >= 500:
                    raise

        patiently(confirm)

    def refund(self, amount: int) -> None:
        wish = {"amount": amount}
        patiently(lambda: self.merchant.api.refund(self.order_id, wish, idempotency_key="dented"))

    def capture(self) -> None:
        patiently(lambda: self.merchant.api.capture(self.order_id, {}, idempotency_key="take"))

    def cancel(self) -> None:
        patiently(lambda: self.merchant.api.cancel(self.order_id))

    def scan(self, state: str) -> None:
        number = self.file().head["fulfilment"]["tracking_number"]
        self.world.simulator.advance_parcel(number, state)

    def event(self, kind: str) -> None:
        """Wait until it is on the timeline."""

        def told(file: OrderFile) -> bool:
            return any(event["type"] == kind for event in file.events)

        if not told(self._awaited(told)):
            raise StuckError(f"{self.order_id} never heard of {kind}")

    def _awaited(self, until: Callable[[OrderFile], bool]) -> OrderFile:
        return awaited(self.file, until, self.patience, self.moved)


def act(stage: Stage, story: Callable[[Stage], None]) -> str:
    """Tell a story of an order; how far it came, if it came no further."""
    try:
        story(stage)
    except (StuckError, ApiRefusedError, UnreachableError) as stuck:
        return str(stuck)
    return ""
