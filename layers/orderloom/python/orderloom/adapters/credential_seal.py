"""Provider credentials under KMS: sealed for one tenant and one provider.

Directly under the KMS key, without a data key: what is sealed is below KMS's 4 KB, and
every opening then shows in CloudTrail with its tenant.
"""

import base64
import binascii
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import boto3

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.errors import CorruptRecord, InvalidRequest

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_MOST_BYTES = 4096
_NOT_THIS_SECRET = ("InvalidCiphertextException", "IncorrectKeyException")


class Owner(NamedTuple):
    """Whose secret it is: the encryption context, without which KMS opens nothing."""

    tenant_id: str
    provider: str


class CredentialSeal:
    """`key_id` is needed to seal; KMS knows from the ciphertext what opens it."""

    def __init__(self, key_id: str | None, *, kms: "Callable[[], KMSClient] | None" = None) -> None:
        self._key_id = key_id
        self._make_kms = kms or _client

    def seal(self, plaintext: str, owner: Owner, field: str) -> str:
        """Base64 of the ciphertext. Raises InvalidRequest: more than 4 KB."""
        if len(plaintext.encode()) > _MOST_BYTES:
            raise InvalidRequest("too long to be kept", field=field)
        with translated("KMS Encrypt"):
            answer = self._kms.encrypt(
                KeyId=self._key_id or "",
                Plaintext=plaintext.encode(),
                EncryptionContext=owner._asdict(),
            )
        return base64.b64encode(answer["CiphertextBlob"]).decode()

    def open(self, sealed: str, owner: Owner, field: str) -> str:
        """Raises CorruptRecord: damaged, or sealed for another tenant or provider."""
        corrupt = CorruptRecord(f"{owner.provider} connection of {owner.tenant_id}", field)
        try:
            ciphertext = base64.b64decode(sealed, validate=True)
        except binascii.Error as exc:
            raise corrupt from exc
        with translated("KMS Decrypt", dict.fromkeys(_NOT_THIS_SECRET, lambda _: corrupt)):
            answer = self._kms.decrypt(CiphertextBlob=ciphertext, EncryptionContext=owner._asdict())
        return answer["Plaintext"].decode()

    @cached_property
    def _kms(self) -> "KMSClient":
        return self._make_kms()


def _client() -> "KMSClient":
    return boto3.client("kms", config=steady())
