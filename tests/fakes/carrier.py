"""A carrier in memory. Buying twice buys two labels: it has no idempotency keys."""

from orderloom.errors import ProviderRefused
from orderloom.ports.carrier import Carrier, Label, Rate, Scan, Shipment

from tests.fakes.faults import Faults

GROUND = Rate("rate_ground", "ups", "ground", 895, "USD", 5)
EXPRESS = Rate("rate_express", "ups", "express", 2450, "USD", 1)


class FakeCarrier(Carrier):
    """`bought` are the labels paid for, `voided` those given back."""

    def __init__(self, *offers: Rate, name: str = "shipstation") -> None:
        self.name = name
        self.faults = Faults()
        self.offers = offers or (EXPRESS, GROUND)
        self.bought: list[Label] = []
        self.voided: set[str] = set()
        self.scans: dict[str, list[Scan]] = {}
        self._by_operation: dict[str, Label] = {}

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:  # noqa: ARG002 - one price list
        with self.faults.around("rates"):
            return self.offers

    def find_label(self, operation_key: str) -> Label | None:
        with self.faults.around("find_label"):
            label = self._by_operation.get(operation_key)
            return None if label is None or label.label_id in self.voided else label

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        with self.faults.around("buy"):
            number = len(self.bought) + 1
            label = Label(
                label_id=f"se-{number}",
                tracking_number=f"1Z{number:016}",
                carrier=rate.carrier,
                service=rate.service,
                cost=rate.amount,
                currency=rate.currency,
                document_url=f"https://labels.invalid/se-{number}.pdf",
            )
            self.bought.append(label)
            self._by_operation[shipment.operation_key] = label
            return label

    def document(self, label: Label) -> bytes:
        with self.faults.around("document"):
            return b"%PDF-1.4 " + label.label_id.encode()

    def void(self, label_id: str) -> None:
        with self.faults.around("void"):
            if label_id not in {label.label_id for label in self.bought}:
                raise ProviderRefused(self.name, "void", "label_not_found", label_id)
            self.voided.add(label_id)

    def track(self, label_id: str, tracking_number: str) -> tuple[Scan, ...]:  # noqa: ARG002
        with self.faults.around("track"):
            return tuple(self.scans.get(tracking_number, ()))
