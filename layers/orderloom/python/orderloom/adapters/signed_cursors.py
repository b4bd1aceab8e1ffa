"""Cursors signed with a secret of the platform, over itsdangerous."""

import hashlib
import json

from itsdangerous import BadData, URLSafeSerializer

from orderloom.errors import InvalidRequest
from orderloom.ports.cursor_seal import CursorSeal


class SignedCursors(CursorSeal):
    """The scope is part of what is signed and not of the cursor, which so stays short."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def seal(self, position: str, scope: tuple[str, ...]) -> str:
        return str(self._signer(scope).dumps(position))

    def open(self, cursor: str, scope: tuple[str, ...]) -> str:
        try:
            position = self._signer(scope).loads(cursor)
        except BadData:
            position = None
        if not isinstance(position, str):
            raise InvalidRequest("not a cursor of this list", field="cursor")
        return position

    def _signer(self, scope: tuple[str, ...]) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._secret,
            # As JSON, so that ("a", "bc") and ("ab", "c") differ.
            salt=json.dumps(["cursor", *scope]),
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )
