"""Labels: bought under an idempotency key, cancelled or disputed."""

import base64
import json

from starlette.responses import JSONResponse, Response

from simulator.json_types import JsonObject
from simulator.pdf import one_page_pdf
from simulator.usps.account import Label
from simulator.usps.calls import UspsCall
from simulator.usps.errors import UspsError
from simulator.usps.rates import price

_EMBEDDED = "application/vnd.usps.labels+json"
_REQUIRED = (
    ("toAddress", "streetAddress"),
    ("toAddress", "ZIPCode"),
    ("fromAddress", "streetAddress"),
    ("fromAddress", "ZIPCode"),
    ("packageDescription", "mailClass"),
    ("packageDescription", "processingCategory"),
    ("packageDescription", "destinationEntryFacilityType"),
    ("packageDescription", "mailingDate"),
    ("packageDescription", "weight"),
)
_EDGE = "usps-label-edge"


def buy(call: UspsCall) -> Response:
    """The label there is, where the key was used with the same request.

    What another request under the same key gets is not published; here it is refused.
    """
    key = call.headers.get("x-idempotency-key")
    label = call.account.label_of(key)
    if label is not None and label.asked != call.body:
        raise UspsError("was used with another request", parameter="X-Idempotency-Key")
    label = label or _make(call, key)
    if call.headers.get("accept") == _EMBEDDED:
        image = base64.b64encode(_image(label)).decode()
        return JSONResponse({**_metadata(label), "labelImage": image}, media_type=_EMBEDDED)
    return Response(_form(label), media_type=f"multipart/form-data; boundary={_EDGE}")


def cancel(call: UspsCall) -> Response:
    """Disputed once its postage was reported; a second dispute on one day is refused."""
    label = call.account.labels.get(call.target)
    if label is None or label.is_cancelled:
        raise UspsError("Order not found", parameter="trackingNumber")
    if label.dispute:
        detail = "A refund request for this order has already been submitted today"
        raise UspsError(detail, parameter="trackingNumber")
    answer = {"trackingNumber": label.number}
    if label.is_manifested:
        label.dispute = call.ids.digits(6)
        return JSONResponse({**answer, "status": "DISPUTED", "disputeId": label.dispute})
    label.is_cancelled = True
    return JSONResponse({**answer, "status": "CANCELED"})


def _make(call: UspsCall, key: str | None) -> Label:
    for path in _REQUIRED:
        call.need(*path)
    cents = price(call.body)
    if cents is None:
        raise UspsError("not sold", parameter="packageDescription.rateIndicator")
    label = Label(f"92{call.ids.digits(20)}", key, call.body, cents)
    call.account.labels[label.number] = label
    return label


def _metadata(label: Label) -> JsonObject:
    return {
        "labelAddress": label.asked["toAddress"],
        "routingInformation": f"420{label.asked['toAddress']['ZIPCode']}",
        "trackingNumber": label.number,
        "postage": label.cents / 100,
        "extraServices": [{"name": "USPS Tracking", "price": 0.0, "SKU": "DXTP0EXXXCX0000"}],
        "fees": [],
        "weightUOM": "LB",
        "weight": label.asked["packageDescription"]["weight"],
    }


def _image(label: Label) -> bytes:
    lines = [label.asked["packageDescription"]["mailClass"], "(simulated, no postage)"]
    return one_page_pdf([*lines, label.number, label.asked["toAddress"]["streetAddress"]])


def _form(label: Label) -> bytes:
    disposition = "Content-Disposition: form-data; name="
    parts = [
        ("application/json", '"labelMetadata"', json.dumps(_metadata(label)).encode()),
        ("application/pdf", '"labelImage"', base64.b64encode(_image(label))),
    ]
    written = [
        f"--{_EDGE}\r\nContent-Type: {kind}\r\n{disposition}{name}\r\n\r\n".encode() + content
        for kind, name, content in parts
    ]
    return b"\r\n".join([*written, f"--{_EDGE}--\r\n".encode()])
