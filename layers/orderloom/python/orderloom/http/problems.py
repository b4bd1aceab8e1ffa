"""What can go wrong over HTTP, in the words of RFC 9457 (`application/problem+json`)."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field


@dataclass(frozen=True)
class Kind:
    """A kind of problem: `slug` ends its `type` URN and never changes once published.

    `retry_after`: seconds, where the same request may succeed later.
    """

    slug: str
    status: int
    title: str
    retry_after: int | None = None


MALFORMED_JSON = Kind("malformed-json", 400, "Malformed JSON")
IDEMPOTENCY_KEY_REQUIRED = Kind("idempotency-key-required", 400, "Idempotency key required")
TENANT_REQUIRED = Kind("tenant-required", 400, "Tenant required")
FORBIDDEN = Kind("forbidden", 403, "Forbidden")
NOT_FOUND = Kind("not-found", 404, "Not found")
METHOD_NOT_ALLOWED = Kind("method-not-allowed", 405, "Method not allowed")
CONFLICT = Kind("conflict", 409, "Conflict")
INSUFFICIENT_STOCK = Kind("insufficient-stock", 409, "Insufficient stock")
NOTHING_TO_CAPTURE = Kind("nothing-to-capture", 409, "Nothing to capture")
CAPTURE_TOO_LARGE = Kind("capture-too-large", 409, "Capture too large")
NOTHING_TO_REFUND = Kind("nothing-to-refund", 409, "Nothing to refund")
REFUND_TOO_LARGE = Kind("refund-too-large", 409, "Refund too large")
QUOTE_EXPIRED = Kind("quote-expired", 409, "Quote expired")
TRY_AGAIN = Kind("try-again", 409, "Changed meanwhile", retry_after=1)
TOO_LARGE = Kind("payload-too-large", 413, "Payload too large")
UNSUPPORTED_MEDIA_TYPE = Kind("unsupported-media-type", 415, "Unsupported media type")
VALIDATION_FAILED = Kind("validation-failed", 422, "Validation failed")
UNKNOWN_SKU = Kind("unknown-sku", 422, "Unknown SKU")
WRONG_CURRENCY = Kind("wrong-currency", 422, "Wrong currency")
PAYMENT_PROVIDER = Kind("payment-provider", 422, "Payment provider unclear")
IDEMPOTENCY_KEY_REUSED = Kind("idempotency-key-reused", 422, "Idempotency key reused")
INTERNAL_ERROR = Kind("internal-error", 500, "Internal error")
PROVIDER_REFUSED = Kind("provider-refused", 502, "Provider refused")
UNAVAILABLE = Kind("temporarily-unavailable", 503, "Temporarily unavailable", retry_after=5)


class FieldError(BaseModel):
    """`field`: a JSON path (`lines.0.quantity`), a query parameter or a header."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    field: str
    message: str


class Problem(BaseModel):
    """The body of every answer that is an error."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    type: str = Field(examples=["urn:orderloom:problem:validation-failed"])
    title: str
    status: int
    detail: str
    instance: str | None = None
    """`urn:orderloom:request:<id>`: quote it when asking for help."""
    errors: tuple[FieldError, ...] | None = None
    sku: str | None = Field(default=None, description="of `insufficient-stock`: the product")
    requested: int | None = Field(
        default=None, description="of `insufficient-stock`: units asked for"
    )
    available: int | None = Field(default=None, description="of `insufficient-stock`: units left")


class Refused(Exception):
    """A request that no use case needed to see."""

    def __init__(self, kind: Kind, detail: str, *, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(f"{kind.slug}: {detail}")
        self.kind = kind
        self.detail = detail
        self.errors = errors


def refusal_naming(kind: Kind, field: str, detail: str) -> Refused:
    """A refusal because of one field, parameter or header."""
    return Refused(kind, detail, errors=(FieldError(field=field, message=detail),))
