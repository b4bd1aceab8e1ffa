"""The states of an order: its lifecycle, and its three machines."""

from enum import StrEnum


class Lifecycle(StrEnum):
    """OPEN goes forward; CLOSING is being compensated; CLOSED is undone for good."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """Why an order was given up."""

    OUT_OF_STOCK = "out_of_stock"
    PAYMENT_DECLINED = "payment_declined"
    PAYMENT_EXPIRED = "payment_expired"
    CANCEL_REQUESTED = "cancel_requested"
    SHIPPING_FAILED = "shipping_failed"
    PAYMENT_VOIDED = "payment_voided"
    SAGA_FAILED = "saga_failed"


class StockState(StrEnum):
    NONE = "none"
    RESERVED = "reserved"
    RELEASED = "released"


class PaymentState(StrEnum):
    NONE = "none"
    PENDING = "pending"
    ATTEMPT_FAILED = "attempt_failed"
    AUTHORISED = "authorised"
    PAID = "paid"
    VOIDED = "voided"
    REFUND_PENDING = "refund_pending"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    REVIEW = "review"


class FulfilmentState(StrEnum):
    NONE = "none"
    MANUAL_REQUIRED = "manual_required"
    LABELLED = "labelled"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    EXCEPTION = "exception"
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"
    VOIDED = "voided"


class AttentionKind(StrEnum):
    """Named tasks only a person can finish."""

    PAYMENT_REVIEW = "payment_review"
    REFUND_FAILED = "refund_failed"
    LABEL_VOID_REFUSED = "label_void_refused"
    COMPENSATION_FAILED = "compensation_failed"
    DISPUTE = "dispute"
    DOUBLE_LOSS = "double_loss"
    MANUAL_SHIPPING = "manual_shipping"
    LABEL_UNKNOWN = "label_unknown"
    FOREIGN_ACCOUNT = "foreign_account"
    CAPTURE_DUE = "capture_due"
    CAPTURE_FAILED = "capture_failed"
    PARCEL_NOT_SCANNED = "parcel_not_scanned"
    PARCEL_STUCK = "parcel_stuck"
