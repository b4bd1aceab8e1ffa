"""What `signature.py` runs in the door's interpreter: no package but the layers' is there."""

import hashlib
import hmac
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import product

import stripe
from orderloom.adapters.stripe.verifier import StripeVerifier
from orderloom.ports.webhook_verifier import SignatureRejected
from orderloom.services.ingest_webhook import json_object

from tests.bench.aws_echo import SECRET
from tests.bench.webhooks import webhook
from tests.builders.hostile_headers import HOSTILE

_NUMBER = 1000
_OF_THE_SDK = 100
_VERIFIER = StripeVerifier()
_NO_OBJECTS = (b"", b" ", b"[]", b"null", b"1", b"{", b"{}{}", b"\x00", b"{'a': 1}", b'{"a": 1,}')
_DEEP = (b'{"a":' * 300 + b"1" + b"}" * 300, b'{"a":' * 20_000 + b"1" + b"}" * 20_000)
_BODIES = (
    *(b'{"id": "evt_1"}', b' \r\n{"id": 5}\t', b"{}", b'{"a": 1, "a": 2}', b'{"a": "\t"}'),
    *(b'{"a": NaN, "b": 1e400}', b'{"a": "\\ud800"}', '{"é": "😀"}'.encode()),
    *(b"\xff\xfe", b"\xef\xbb\xbf{}", "{}".encode("utf-16"), "{}".encode("utf-32-le")),
    *(b'{"a": ' + b"9" * 5000 + b"}", b"[" * 20_000, *_DEEP, *_NO_OBJECTS),
)
_SECRETS = (SECRET, "", " ", "\u00a0", "é")


def main() -> None:
    microseconds = _rounds(int(sys.argv[1]))
    verdicts = [(ours(*sent), the_sdks(*sent)) for sent in hostile()]
    differing = sum(one != other for one, other in verdicts)
    told = {"compared": len(verdicts), "differing": differing}
    told |= {kind: sum(one == kind for one, _ in verdicts) for kind in ("taken", "refused")}
    json.dump({"microseconds": microseconds, "verdicts": told}, sys.stdout)


def _rounds(rounds: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        body, headers = webhook()
        lower = {name.lower(): value for name, value in headers.items()}
        signature, now = headers["Stripe-Signature"], datetime.now(UTC)
        text = body.decode()
        timed: dict[str, tuple[Callable[[], object], int]] = {
            "ours": (partial(_verified, body, lower, now), _NUMBER),
            "of it: the hash": (partial(hmac.digest, SECRET.encode(), body, "sha256"), _NUMBER),
            "of it: json": (partial(json.loads, text), _NUMBER),
            "construct_event": (
                partial(stripe.Webhook.construct_event, body, signature, SECRET),
                _OF_THE_SDK,
            ),
        }
        for name, (function, number) in timed.items():
            found.setdefault(name, []).append(_microseconds(function, number))
    return found


def _verified(body: bytes, headers: dict[str, str], now: datetime) -> str:
    """What the door does with a webhook before it is queued."""
    _VERIFIER.verify(body, headers, (SECRET,), now)
    _, payload = json_object(body)
    return _VERIFIER.event_id(payload or {}, body, headers)


def _microseconds(function: Callable[[], object], number: int) -> float:
    function()
    begun = time.perf_counter()
    for _ in range(number):
        function()
    return (time.perf_counter() - begun) / number * 1e6


def hostile() -> Iterator[tuple[bytes, str, str]]:
    """Body, header and secret; every third one tampered with on its way."""
    now = int(time.time())
    for number, (template, body, secret) in enumerate(product(HOSTILE, _BODIES, _SECRETS)):
        at = now - (0, 200, 400)[number % 3]
        signature = hmac.digest(secret.encode(), b"%d." % at + body, hashlib.sha256).hex()
        values = {"{t}": str(at), "{v}": signature, "{V}": signature.upper()}
        header = template
        for name, value in values.items():
            header = header.replace(name, value)
        yield body + b" " * (number % 7 == 0), header, secret


def ours(body: bytes, header: str, secret: str) -> str:
    try:
        _VERIFIER.verify(body, {"stripe-signature": header}, (secret,), datetime.now(UTC))
    except SignatureRejected:
        return "refused"
    return "malformed" if json_object(body)[1] is None else "taken"


def the_sdks(body: bytes, header: str, secret: str) -> str:
    """As `construct_event` has it of a text; given bytes it would take a BOM and UTF-16, too.

    TypeError: what is no ASCII, or JSON that is no object.
    """
    try:
        stripe.WebhookSignature.verify_header(body, header, secret, tolerance=300)
    except (stripe.SignatureVerificationError, UnicodeDecodeError, TypeError):
        return "refused"
    try:
        stripe.Webhook.construct_event(body.decode(), header, secret)
    except (ValueError, RecursionError, TypeError, AttributeError):
        return "malformed"
    return "taken"


if __name__ == "__main__":
    main()
