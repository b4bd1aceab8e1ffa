"""Tenants, their API keys and their connections."""

from pynamodb.attributes import UnicodeAttribute

from orderloom.adapters.dynamodb.attributes import Document, Documents, WholeNumber
from orderloom.adapters.dynamodb.record import Record


class TenantRecord(Record):
    """The profile. Its index keys list all tenants.

    `home` and `move` are written by moves of the tenant alone: change the rest by updates of
    what changes, or a put would undo a move.
    """

    OLPK = UnicodeAttribute(null=True)
    OLSK = UnicodeAttribute(null=True)
    tenant_id = UnicodeAttribute()
    name = UnicodeAttribute()
    ship_from = Document()
    payment_window_seconds = WholeNumber()
    max_payment_attempts = WholeNumber()
    capture = UnicodeAttribute(null=True)
    retention_days = WholeNumber(null=True)
    order_list_shards = WholeNumber()
    stock_shards = WholeNumber()
    created_at = UnicodeAttribute()
    shipping = Document(null=True)
    fulfilment_grace_seconds = WholeNumber(null=True)
    home = UnicodeAttribute(null=True)
    move = Document(null=True)


class ApiKeyRecord(Record):
    """Whose API key hashes to this item's key."""

    tenant_id = UnicodeAttribute()
    created_at = UnicodeAttribute()


class ConnectionRecord(Record):
    """An account at a provider. Ciphertexts apart, so that each opens what it needs only.

    `signing_secrets`: of each its id, ciphertext and moments, newest first. Who adds one or lets
    one go need not be able to open any.
    """

    credentials_enc = UnicodeAttribute()
    signing_secrets = Documents(null=True)
    key_id = UnicodeAttribute(null=True)
    account_id = UnicodeAttribute(null=True)
    carrier_ids = Documents(null=True)
    details = Document(null=True)
    health = Document(null=True)
