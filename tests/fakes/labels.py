"""Label documents in memory."""

from orderloom.ports.labels import LabelStore

from tests.fakes.faults import Faults


class FakeLabels(LabelStore):
    def __init__(self) -> None:
        self.faults = Faults()
        self.documents: dict[str, bytes] = {}

    def put(self, *, tenant_id: str, order_id: str, label_id: str, document: bytes) -> str:
        with self.faults.around("put"):
            key = f"labels/{tenant_id}/{order_id}/{label_id}.pdf"
            self.documents[key] = document
            return key
