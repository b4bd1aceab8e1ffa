"""All that USPS knows about one app."""

from dataclasses import dataclass, field

from simulator.json_types import JsonObject


@dataclass
class Label:
    """A bought label; `asked` is the request it answers, `scans` are newest first."""

    number: str
    key: str | None
    asked: JsonObject
    cents: int
    is_manifested: bool = False
    is_cancelled: bool = False
    dispute: str | None = None
    scans: list[JsonObject] = field(default_factory=list)


@dataclass
class UspsAccount:
    """One app; its first log-in settles its secret. Tokens are kept with their expiry."""

    client_id: str
    client_secret: str
    tokens: dict[str, float] = field(default_factory=dict)
    payment_tokens: dict[str, float] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)

    def label_of(self, key: str | None) -> Label | None:
        """The label bought under an idempotency key."""
        return next((one for one in self.labels.values() if key and one.key == key), None)
