"""One document to print out of the several that carriers send with one purchase."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from io import BytesIO

from orderloom.ports.carrier import LabelFormat

_MAGIC = {LabelFormat.PDF: b"%PDF-", LabelFormat.PNG: b"\x89PNG", LabelFormat.ZPL: b"^XA"}


def decoded(text: object) -> bytes | None:
    """Base64; None for anything else: a label that was paid for is not lost over its paper."""
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (ValueError, binascii.Error):
        return None


def one_document(papers: Iterable[bytes | None], wanted: LabelFormat) -> bytes | None:
    """All papers in one, in their order; None where one is missing or in another format."""
    known = list(papers)
    whole = [paper for paper in known if paper is not None and is_of(paper, wanted)]
    if not whole or len(whole) < len(known):
        return None
    if len(whole) == 1:
        return whole[0]
    if wanted is LabelFormat.ZPL:
        return b"\n".join(whole)
    return _bound(whole) if wanted is LabelFormat.PDF else None


def is_of(paper: bytes, wanted: LabelFormat) -> bool:
    # Printer languages may begin with blanks.
    return paper.lstrip()[: len(_MAGIC[wanted])] == _MAGIC[wanted]


def _bound(papers: Sequence[bytes]) -> bytes | None:
    """Imported here: parcels that travel alone do not pay for it."""
    from pypdf import PdfWriter  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    writer = PdfWriter()
    try:
        for paper in papers:
            writer.append(BytesIO(paper))
    except PyPdfError:
        return None
    bound = BytesIO()
    writer.write(bound)
    return bound.getvalue()
