"""A carrier in memory. Buying twice buys two labels, unless it says otherwise."""

from orderloom.errors import ProviderRefused, Unsupported
from orderloom.ports.carrier import Carrier, Label, Rate, Scan, Shipment

from tests.fakes.faults import Faults

GROUND = Rate("rate_ground", "ups", "ground", 895, "USD", 5)
EXPRESS = Rate("rate_express", "ups", "express", 2450, "USD", 1)


def _numbers(label: int, parcels: int) -> tuple[str, ...]:
    """Empty for one parcel; the first of several has the label's own."""
    further = (f"1Z{label:08}{parcel:08}" for parcel in range(1, parcels))
    return (f"1Z{label:016}", *further) if parcels > 1 else ()


class FakeCarrier(Carrier):
    """`bought` are the labels paid for, `voided` those given back, `shipments` every purchase.

    `finds`: whether it can say what was bought under an operation; `repeats`: whether buying
    again gives the same label.
    """

    def __init__(
        self, *offers: Rate, name: str = "shipstation", finds: bool = True, repeats: bool = False
    ) -> None:
        self.name = name
        self.repeats_safely = repeats
        self._finds = finds
        self.faults = Faults()
        self.offers = offers or (EXPRESS, GROUND)
        self.bought: list[Label] = []
        self.shipments: list[Shipment] = []
        self.voided: set[str] = set()
        self.scans: dict[str, list[Scan]] = {}
        self._by_operation: dict[str, Label] = {}

    def rates(self, shipment: Shipment) -> tuple[Rate, ...]:  # noqa: ARG002 - one price list
        with self.faults.around("rates"):
            return self.offers

    def find_label(self, operation_key: str) -> Label | None:
        with self.faults.around("find_label"):
            if not self._finds:
                raise Unsupported(self.name, "find label")
            label = self._by_operation.get(operation_key)
            return None if label is None or label.label_id in self.voided else label

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        self.shipments.append(shipment)
        with self.faults.around("buy"):
            known = self._by_operation.get(shipment.operation_key)
            if known is not None and self.repeats_safely:
                return known
            number = len(self.bought) + 1
            label = Label(
                label_id=f"se-{number}",
                tracking_number=f"1Z{number:016}",
                carrier=rate.carrier,
                service=rate.service,
                cost=rate.amount,
                currency=rate.currency,
                parcels=_numbers(number, len(shipment.parcels)),
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
