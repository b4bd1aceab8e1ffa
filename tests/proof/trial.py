"""One order, one story, one trouble."""

from dataclasses import dataclass, field

from tests.e2e.world import Merchant
from tests.proof.checker.evidence import Placement
from tests.proof.flows import Flow
from tests.proof.stage import KEY
from tests.proof.troubles import Troubles
from tests.proof.wire import Made


@dataclass
class Trial:
    """`stuck`: how far it came if its story was not told to the end; empty otherwise."""

    flow: Flow
    category: str
    troubles: Troubles = field(default_factory=Troubles)
    merchant: Merchant | None = None
    order_id: str = ""
    stuck: str = ""
    made: list[Made] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def tenant_id(self) -> str:
        return self.merchant.tenant_id if self.merchant else ""

    @property
    def happened(self) -> bool:
        return self.troubles.happened

    @property
    def placement(self) -> Placement:
        return Placement(
            tenant_id=self.tenant_id,
            key=KEY,
            order_id=self.order_id or None,
            ends=self.flow.ends,
        )

    def __str__(self) -> str:
        return f"{self.flow.name}: {self.troubles}"
