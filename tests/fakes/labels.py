"""Label documents in memory."""

from datetime import timedelta

from orderloom.domain.parcel import LabelFormat
from orderloom.ports.labels import LabelStore

from tests.fakes.faults import Faults


class FakeLabels(LabelStore):
    def __init__(self) -> None:
        self.faults = Faults()
        self.documents: dict[str, bytes] = {}

    def put(
        self,
        *,
        tenant_id: str,
        order_id: str,
        label_id: str,
        document: bytes,
        label_format: LabelFormat,
    ) -> str:
        with self.faults.around("put"):
            key = f"labels/{tenant_id}/{order_id}/{label_id}.{label_format}"
            self.documents[key] = document
            return key

    def link(self, key: str, good_for: timedelta) -> str:
        return f"https://labels.invalid/{key}?seconds={good_for.total_seconds():.0f}"
